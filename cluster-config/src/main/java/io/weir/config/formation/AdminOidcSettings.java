package io.weir.config.formation;

import io.weir.config.parse.WebAddresses;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code weir.admin.oidc}: whose tokens the admin API takes. */
final class AdminOidcSettings {
    private static final String KEY = "weir.admin.oidc.";
    private static final String CLAIM = "a claim's name, e.g. groups or realm_access.roles";
    private static final String ROLE = "a value of the claim " + KEY + "role-claim";

    private AdminOidcSettings() {}

    static Optional<NodeSettings.AdminOidc> read(SettingReader reader, List<String> problems) {
        Optional<String> issuer =
                reader.value(KEY + "issuer", AdminSettings::text, "the issuer as its tokens spell it");
        List<String> audience = AdminSettings.texts(reader, KEY + "audience", "who the tokens are for");
        Optional<URI> jwks = reader.value(KEY + "jwks", WebAddresses::secure, WebAddresses.SECURE);
        Optional<Path> trust = reader.value(KEY + "trust", Formation::path, "a PEM file");
        Optional<String> name = reader.value(KEY + "name-claim", AdminSettings::text, CLAIM);
        Optional<String> role = reader.value(KEY + "role-claim", AdminSettings::text, CLAIM);
        NodeSettings.AdminClients roles = AdminSettings.roles(reader, KEY, ROLE);
        if (issuer.isEmpty()) {
            boolean rest = !audience.isEmpty() || jwks.isPresent() || trust.isPresent() || roles.isAny();
            if (rest || name.isPresent() || role.isPresent()) {
                problems.add(KEY + "issuer: is missing (expected the issuer as its tokens spell it)");
            }
            return Optional.empty();
        }
        check(issuer.get(), audience, jwks, roles, problems);
        return Optional.of(new NodeSettings.AdminOidc(
                issuer.get(), audience, jwks, trust, name.orElse("sub"), role.orElse("groups"), roles));
    }

    private static void check(
            String issuer,
            List<String> audience,
            Optional<URI> jwks,
            NodeSettings.AdminClients roles,
            List<String> problems) {
        if (audience.isEmpty()) {
            problems.add(
                    KEY + "audience: is missing (without it a token that was meant for any other service would do)");
        }
        if (!roles.isAny()) {
            problems.add(KEY + "viewers: is missing, as are operators and admins (nobody would have a role)");
        }
        if (jwks.isEmpty() && WebAddresses.secure(issuer).isEmpty()) {
            problems.add(KEY + "issuer: does not lead to its keys (expected " + WebAddresses.SECURE + ", or " + KEY
                    + "jwks beside it)");
        }
    }
}
