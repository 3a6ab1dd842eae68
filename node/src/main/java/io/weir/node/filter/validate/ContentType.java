package io.weir.node.filter.validate;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The media type of a request's body (RFC 9110 §8.3).
 *
 * @param essence {@code type/subtype}, lower case
 * @param charset lower case, or empty
 */
public record ContentType(String essence, String charset) {
    private static final FieldName FIELD = FieldName.of("content-type");

    /** Null when there is none, or more than one, or what is there is none: then nobody can say what the body is. */
    public static @Nullable ContentType of(RequestHead head) {
        int field = head.indexOf(FIELD, 0);
        if (field < 0 || head.indexOf(FIELD, field + 1) >= 0) {
            return null;
        }
        return parse(head.text(head.valueStart(field), head.valueEnd(field)));
    }

    public static @Nullable ContentType parse(String text) {
        int semicolon = text.indexOf(';');
        String essence =
                (semicolon < 0 ? text : text.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        int slash = essence.indexOf('/');
        boolean good = slash > 0 && isToken(essence.substring(0, slash)) && isToken(essence.substring(slash + 1));
        String charset = !good ? null : semicolon < 0 ? "" : charset(text.substring(semicolon + 1));
        return charset == null ? null : new ContentType(essence, charset);
    }

    /** Null when the parameters are none. */
    private static @Nullable String charset(String parameters) {
        String charset = "";
        for (String parameter : parameters.split(";", -1)) {
            String stripped = parameter.strip();
            int equals = stripped.indexOf('=');
            if (stripped.isEmpty()) {
                continue;
            }
            if (equals <= 0 || !isToken(stripped.substring(0, equals))) {
                return null;
            }
            if (stripped.substring(0, equals).equalsIgnoreCase("charset")) {
                if (!charset.isEmpty()) {
                    return null;
                }
                charset = unquoted(stripped.substring(equals + 1)).toLowerCase(Locale.ROOT);
            }
        }
        return charset;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    /** JSON by its name (RFC 6839 §3.1), in the only encoding that it has (RFC 8259 §8.1). */
    public boolean isJson() {
        return (essence.equals("application/json") || essence.endsWith("+json")) && isUtf8();
    }

    /** As the URL standard has it. */
    public boolean isForm() {
        return essence.equals("application/x-www-form-urlencoded") && isUtf8();
    }

    /** It does not say otherwise. */
    public boolean isUtf8() {
        return charset.isEmpty() || charset.equals("utf-8");
    }
}
