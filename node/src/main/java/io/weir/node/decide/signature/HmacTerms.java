package io.weir.node.decide.signature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an HMAC must cover and how long it is good.
 *
 * @param headers those that must be covered besides a date; {@code digest} only when there is a body
 * @param skewSeconds how long the signed date may be past
 * @param aheadSeconds how far it may be ahead
 */
public record HmacTerms(List<String> headers, long skewSeconds, long aheadSeconds) {
    /** {@link #date} of a request that is not dated, or not well. */
    public static final long UNDATED = Long.MIN_VALUE;

    /** Whether it would be good enough if it were genuine. */
    public boolean accept(HmacInput input, SignedRequest request, long nowSeconds) {
        long date = date(input, request);
        return date != UNDATED
                && nowSeconds - date <= skewSeconds
                && date - nowSeconds <= aheadSeconds
                && headers.stream().allMatch(name -> isCovered(name, input, request));
    }

    /** Unix seconds of the date that is signed: {@code X-Date}, which is for those who cannot set the other, or {@code Date}. */
    public static long date(HmacInput input, SignedRequest request) {
        String name = input.covers("x-date") ? "x-date" : "date";
        return input.covers(name) ? seconds(request.field(name)) : UNDATED;
    }

    private static long seconds(@Nullable String text) {
        try {
            return text == null
                    ? UNDATED
                    : DateTimeFormatter.RFC_1123_DATE_TIME
                            .parse(text, Instant::from)
                            .getEpochSecond();
        } catch (DateTimeException e) {
            return UNDATED;
        }
    }

    private static boolean isCovered(String name, HmacInput input, SignedRequest request) {
        return switch (name) {
            case "request-line" ->
                input.covers("request-line") || input.covers("@request-target") || input.covers("(request-target)");
            case "digest" -> input.covers("digest") || input.covers("content-digest") || !request.hasBody();
            default -> input.covers(name);
        };
    }
}
