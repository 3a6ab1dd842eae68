package io.weir.node.testkit;

import java.util.Map;
import java.util.Optional;

/**
 * What came back, and when. Whatever the gateway decided about it, it did so between the two times.
 *
 * @param sentNanos on the monotonic clock, before the first byte was sent
 * @param receivedNanos after the last byte was received
 * @param headers by lower-case name, the last one of each
 */
public record Answer(long sentNanos, long receivedNanos, int status, Map<String, String> headers, String body) {
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Who a demo backend says that it is. */
    public String backend() {
        int start = body.indexOf("\"backend\":\"");
        return start < 0 ? "?" : body.substring(start + 11, body.indexOf('"', start + 11));
    }
}
