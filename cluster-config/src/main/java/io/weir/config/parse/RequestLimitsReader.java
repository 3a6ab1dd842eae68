package io.weir.config.parse;

import io.weir.config.model.Protection.RequestLimits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code request-limits}, and how they are written. */
final class RequestLimitsReader {
    private static final String TYPE =
            "a media type without parameters: application/json, text/* or application/*+json";
    private static final String WORD = "[a-z0-9][a-z0-9!#$&^_.-]{0,126}";
    private static final Pattern TYPES =
            Pattern.compile(WORD + "/(\\*|\\*\\+" + WORD + "|" + WORD + "(\\+" + WORD + ")?)");
    private static final long MOST_BODY = 1L << 50;
    private static final int MOST_URI = 1024 * 1024;

    private RequestLimitsReader() {}

    static RequestLimits read(String name, Fields fields) {
        List<String> types = fields.oneOrMore("content-types", TYPE, RequestLimitsReader::type);
        RequestLimits limits = new RequestLimits(
                name,
                Numbers.size(fields, "body", 0, 1, MOST_BODY),
                Math.toIntExact(Numbers.size(fields, "uri", 0, 1, MOST_URI)),
                types,
                fields.value("require-content-type", Terms::truth, Terms.TRUTH).orElse(!types.isEmpty()));
        fields.end();
        if (fields.isEmptyList("content-types")) {
            fields.mistake("content-types", "is empty", "at least one media type, or no field");
        } else if (fields.isEmpty() || limits.isNothing() && fields.has("require-content-type")) {
            String expected = "body, uri, content-types or require-content-type: true";
            fields.reading().mistakes().add(fields.place(), "limits nothing", expected);
        }
        return limits;
    }

    private static Optional<String> type(String text) {
        String type = text.toLowerCase(Locale.ROOT);
        return TYPES.matcher(type).matches() ? Optional.of(type) : Optional.empty();
    }

    static Object shape(RequestLimits limits) {
        return new Shape()
                .putUnless("body", limits.bodyBytes(), 0L, Units::size)
                .putUnless("uri", (long) limits.uriBytes(), 0L, Units::size)
                .putWords("content-types", limits.contentTypes())
                .putUnless(
                        "require-content-type",
                        limits.requireContentType(),
                        !limits.contentTypes().isEmpty(),
                        yes -> yes)
                .fields();
    }
}
