package io.weir.config.model;

import java.util.Locale;

/** Fields of answers that make browsers careful, one value each. */
public enum SecurityField {
    X_CONTENT_TYPE_OPTIONS("content-type-options", "nosniff"),
    REFERRER_POLICY("referrer-policy", "strict-origin-when-cross-origin"),
    PERMISSIONS_POLICY("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    CROSS_ORIGIN_OPENER_POLICY("cross-origin-opener-policy", "same-origin"),
    CROSS_ORIGIN_RESOURCE_POLICY("cross-origin-resource-policy", "same-origin"),
    CROSS_ORIGIN_EMBEDDER_POLICY("cross-origin-embedder-policy", ""),
    CONTENT_SECURITY_POLICY("content-security-policy", "");

    private final String word;
    private final String normal;

    SecurityField(String word, String normal) {
        this.word = word;
        this.normal = normal;
    }

    /** What the document calls it. */
    public String word() {
        return word;
    }

    /** The value unless another is said; empty: left out. */
    public String normal() {
        return normal;
    }

    /** What it is called in an answer. */
    public String header() {
        StringBuilder header = new StringBuilder();
        for (String part : name().split("_", -1)) {
            header.append(header.isEmpty() ? "" : "-")
                    .append(part.charAt(0))
                    .append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return header.toString();
    }
}
