package io.weir.node.filter.grpc;

import java.nio.charset.StandardCharsets;

/** How several messages follow each other. */
enum JsonForm {
    /** One on each line. */
    LINES("application/x-ndjson", "", "\n", "{\"@error\":", "}\n"),
    /** Server-sent events (HTML standard, 9.2). */
    EVENTS("text/event-stream", "data: ", "\n\n", "event: error\ndata: ", "\n\n");

    private final String contentType;
    private final byte[] before;
    private final byte[] after;
    private final byte[] beforeError;
    private final byte[] afterError;

    JsonForm(String contentType, String before, String after, String beforeError, String afterError) {
        this.contentType = contentType;
        this.before = before.getBytes(StandardCharsets.US_ASCII);
        this.after = after.getBytes(StandardCharsets.US_ASCII);
        this.beforeError = beforeError.getBytes(StandardCharsets.US_ASCII);
        this.afterError = afterError.getBytes(StandardCharsets.US_ASCII);
    }

    String contentType() {
        return contentType;
    }

    byte[] message(byte[] json) {
        return joined(before, json, after);
    }

    /** The last one, where the call failed after it had begun. No name of a field begins with {@code @}. */
    byte[] error(byte[] json) {
        return joined(beforeError, json, afterError);
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        byte[] all = new byte[first.length + second.length + third.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }
}
