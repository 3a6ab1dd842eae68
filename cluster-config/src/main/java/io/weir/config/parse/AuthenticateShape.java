package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How {@code authenticate} is written. */
final class AuthenticateShape {
    private AuthenticateShape() {}

    static Shape of(Policy.Authenticate policy) {
        Shape forward = new Shape();
        new TreeMap<>(policy.forward()).forEach((name, template) -> forward.put(name, template.toString()));
        Shape shape = branch(policy.requirement())
                .putUnless("forward-credentials", policy.forwardCredentials(), false, truth -> truth)
                .putShape("forward", forward);
        return GuessingReader.write(shape, policy.guessing());
    }

    private static Shape branch(Requirement requirement) {
        if (requirement instanceof Requirement.AnyOf any) {
            return new Shape().put("any-of", items(any.items()));
        }
        if (requirement instanceof Requirement.AllOf all) {
            return new Shape().put("all-of", items(all.items()));
        }
        return new Shape().put("any-of", items(List.of(requirement)));
    }

    private static List<Object> items(List<Requirement> items) {
        return items.stream()
                .<Object>map(item -> item instanceof Requirement.One one
                        ? credential(one.credential())
                        : branch(item).fields())
                .toList();
    }

    private static Map<String, Object> credential(Credential credential) {
        if (credential instanceof Credential.ApiKey key) {
            Shape place = new Shape()
                    .put(key.place().name().toLowerCase(Locale.ROOT), key.name())
                    .putIfPresent("scheme", key.scheme(), scheme -> scheme);
            return Map.of("api-key", place.fields());
        }
        if (credential instanceof Credential.Basic basic) {
            Shape fields = new Shape().putUnless("realm", basic.realm(), Credential.Basic.REALM, realm -> realm);
            return Map.of("basic", fields.fields());
        }
        if (credential instanceof Credential.Jwt jwt) {
            return Map.of("jwt", TokenShape.of(jwt).fields());
        }
        if (credential instanceof Credential.Mtls mtls) {
            return Map.of("mtls", Map.of("by", UpstreamShape.word(mtls.by())));
        }
        if (credential instanceof Credential.Signature signature) {
            return Map.of("signature", SignatureReader.shape(signature).fields());
        }
        if (credential instanceof Credential.Hmac hmac) {
            return Map.of("hmac", HmacReader.shape(hmac).fields());
        }
        if (credential instanceof Credential.Introspection introspection) {
            return Map.of("introspection", TokenShape.of(introspection).fields());
        }
        if (credential instanceof Credential.Oidc oidc) {
            return Map.of("oidc", OidcReader.shape(oidc).fields());
        }
        if (credential instanceof Credential.ForwardAuth forward) {
            return Map.of("forward-auth", TokenShape.of(forward).fields());
        }
        if (credential instanceof Credential.Anonymous anonymous) {
            return Map.of(
                    "anonymous",
                    new Shape()
                            .putIfPresent("consumer", anonymous.consumer(), name -> name)
                            .fields());
        }
        throw new IllegalStateException("no way to write " + credential);
    }
}
