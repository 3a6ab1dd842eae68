package io.weir.config.model;

import java.util.Optional;

/**
 * How what a token says becomes an identity. A claim's name may lead into nested ones: {@code realm_access.roles}.
 *
 * @param consumer the claim that names who it is
 * @param declaredOnly only consumers of the document are let in
 * @param scopes the claim with what the token allows
 * @param groups the claim with further groups; empty: none
 */
public record ClaimMapping(String consumer, boolean declaredOnly, String scopes, Optional<String> groups) {
    public static final ClaimMapping DEFAULT = new ClaimMapping("sub", false, "scope", Optional.empty());
}
