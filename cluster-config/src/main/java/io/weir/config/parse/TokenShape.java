package io.weir.config.parse;

import io.weir.config.model.ClaimMapping;
import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.TokenKeys;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How credentials that involve other servers are written. */
final class TokenShape {
    private TokenShape() {}

    static Object subject(Consumer.TokenSubject subject) {
        return new Shape()
                .put("issuer", subject.issuer())
                .put("subject", subject.subject())
                .fields();
    }

    static Shape of(Credential.Jwt jwt) {
        Shape shape = new Shape().put("issuer", jwt.issuer()).putWords("audience", jwt.audience());
        keys(shape, jwt.keys());
        shape.putWords("algorithms", jwt.algorithms())
                .putUnless("leeway", jwt.leeway(), JwtReader.LEEWAY, Units::duration);
        required(shape, jwt.requiredClaims());
        shape.putIfPresent("max-age", jwt.maxAge(), Units::duration).putIfPresent("typ", jwt.type(), type -> type);
        place(shape, jwt.from());
        return mapping(shape, jwt.mapping());
    }

    static Shape of(Credential.Introspection asked) {
        Shape shape = new Shape()
                .put("endpoint", asked.endpoint().toString())
                .put("client-id", asked.clientId())
                .put("client-secret", asked.clientSecret().toString())
                .putIfPresent("issuer", asked.issuer(), issuer -> issuer)
                .putWords("audience", asked.audience());
        required(shape, asked.requiredClaims());
        shape.putUnless("cache", asked.cache(), IntrospectionReader.CACHE, Units::duration)
                .putUnless("timeout", asked.timeout(), IntrospectionReader.TIMEOUT, Units::duration)
                .putIfPresent("trust", asked.trust(), Object::toString);
        place(shape, asked.from());
        return mapping(shape, asked.mapping());
    }

    static Shape of(Credential.ForwardAuth forward) {
        return new Shape()
                .put("url", forward.url().toString())
                .putUnless(
                        "copy-request-headers",
                        forward.requestFields(),
                        ForwardAuthReader.REQUEST_FIELDS,
                        fields -> fields)
                .putWords("copy-response-headers", forward.responseFields())
                .putIfPresent("consumer-header", forward.consumerField(), name -> name)
                .putUnless("timeout", forward.timeout(), ForwardAuthReader.TIMEOUT, Units::duration)
                .putUnless("when-down", forward.admitsWhenDown(), false, admits -> "allow")
                .putIfPresent("trust", forward.trust(), Object::toString);
    }

    private static void required(Shape shape, Map<String, String> claims) {
        if (!claims.isEmpty()) {
            shape.put("required-claims", new TreeMap<>(claims));
        }
    }

    private static void keys(Shape shape, TokenKeys keys) {
        if (keys instanceof TokenKeys.Published published) {
            shape.put("jwks", published.uri().toString()).putIfPresent("trust", published.trust(), Object::toString);
        } else if (keys instanceof TokenKeys.Kept kept) {
            shape.put("jwks", kept.text().toString());
        } else if (keys instanceof TokenKeys.Shared shared) {
            shape.put("secret", shared.secret().toString());
        } else if (keys instanceof TokenKeys.Discovered discovered) {
            shape.putIfPresent("discovery", discovered.document(), Object::toString)
                    .putIfPresent("trust", discovered.trust(), Object::toString);
        }
    }

    static void place(Shape shape, Optional<Credential.TokenPlace> from) {
        from.ifPresent(place -> shape.put("from", Map.of(place.place().name().toLowerCase(Locale.ROOT), place.name())));
    }

    static Shape mapping(Shape shape, ClaimMapping mapping) {
        ClaimMapping usual = ClaimMapping.DEFAULT;
        Shape consumer = new Shape()
                .putUnless("claim", mapping.consumer(), usual.consumer(), claim -> claim)
                .putUnless("required", mapping.declaredOnly(), false, truth -> truth);
        return shape.putShape("consumer", consumer)
                .putUnless("scopes-claim", mapping.scopes(), usual.scopes(), claim -> claim)
                .putIfPresent("groups-claim", mapping.groups(), claim -> claim);
    }
}
