package io.weir.config.model;

import java.util.Locale;
import java.util.Optional;

/** How a body spells its tree. Media types stand for one by name or by suffix (RFC 6839). */
public enum BodyFormat {
    JSON,
    /** One JSON text a line: an array whose end need not be awaited. */
    NDJSON,
    XML,
    YAML,
    CBOR,
    MSGPACK,
    FORM,
    /** Read only. */
    CSV;

    /** Of {@code type/subtype}, in any case; empty: none of these. */
    public static Optional<BodyFormat> of(String essence) {
        String type = essence.toLowerCase(Locale.ROOT);
        BodyFormat named =
                switch (type) {
                    case "application/json", "text/json" -> JSON;
                    case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines" ->
                        NDJSON;
                    case "application/xml", "text/xml" -> XML;
                    case "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml" -> YAML;
                    case "application/cbor" -> CBOR;
                    case "application/msgpack", "application/x-msgpack", "application/vnd.msgpack" -> MSGPACK;
                    case "application/x-www-form-urlencoded" -> FORM;
                    case "text/csv" -> CSV;
                    default -> null;
                };
        return Optional.ofNullable(named).or(() -> bySuffix(type.substring(type.lastIndexOf('+') + 1), type));
    }

    private static Optional<BodyFormat> bySuffix(String suffix, String type) {
        if (suffix.length() == type.length()) {
            return Optional.empty();
        }
        return switch (suffix) {
            case "json" -> Optional.of(JSON);
            case "xml" -> Optional.of(XML);
            case "yaml" -> Optional.of(YAML);
            case "cbor" -> Optional.of(CBOR);
            default -> Optional.empty();
        };
    }
}
