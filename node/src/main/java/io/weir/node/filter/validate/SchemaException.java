package io.weir.node.filter.validate;

/** A schema, or what holds one, that cannot be used. */
final class SchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param pointer where (RFC 6901) */
    SchemaException(String pointer, String reason) {
        super("#" + pointer + ": " + reason);
    }
}
