package io.weir.config.parse;

/**
 * Something wrong in a document.
 *
 * @param file the name the text came under, e.g. {@code weir.yaml}
 * @param line from 1
 * @param column from 1
 * @param path the field, e.g. {@code upstreams[2].timeouts.connect}; empty for the document itself
 * @param message what is wrong
 * @param expected what would be right; may be empty
 */
public record Mistake(String file, int line, int column, String path, String message, String expected) {
    /** {@code file:line:column: path: message (expected ...)}. */
    @Override
    public String toString() {
        String where = file + ":" + line + ":" + column + ": ";
        String field = path.isEmpty() ? "" : path + ": ";
        return where + field + message + (expected.isEmpty() ? "" : " (expected " + expected + ")");
    }
}
