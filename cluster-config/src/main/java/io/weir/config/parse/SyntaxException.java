package io.weir.config.parse;

/** The text is not YAML or JSON at all, or too large or deep to be read. */
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position at;

    SyntaxException(Position at, String message) {
        super(message);
        this.at = at;
    }

    Position at() {
        return at;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
