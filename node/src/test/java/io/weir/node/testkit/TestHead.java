package io.weir.node.testkit;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A request head made from text, for decisions without a channel. The text is taken as it is: paths and hosts are
 * already normal.
 */
public final class TestHead implements RequestHead {
    private static final FieldName HOST = FieldName.of("host");

    private final byte[] buffer;
    private final String methodText;
    private final Method method;
    private final int hostStart;
    private final int hostEnd;
    private final int authorityEnd;
    private final String listener;
    private final byte[] client;
    private final int pathStart;
    private final int pathEnd;
    private final int queryStart;
    private final int queryEnd;
    private final List<int[]> fields = new ArrayList<>();

    private TestHead(String text, String listener, byte[] client) {
        this.buffer = text.getBytes(StandardCharsets.ISO_8859_1);
        this.listener = listener;
        this.client = client;
        int lineEnd = text.contains("\r\n") ? text.indexOf("\r\n") : text.length();
        int firstSpace = text.indexOf(' ');
        int target = text.indexOf(' ', firstSpace + 1) < 0 ? lineEnd : text.indexOf(' ', firstSpace + 1);
        int question = text.indexOf('?');
        boolean hasQuery = question >= 0 && question < target;
        methodText = text.substring(0, firstSpace);
        method = method(methodText);
        pathStart = firstSpace + 1;
        pathEnd = hasQuery ? question : target;
        queryStart = hasQuery ? question + 1 : target;
        queryEnd = target;
        for (int at = lineEnd + 2; at < text.length() && !text.startsWith("\r\n", at); ) {
            int end = text.indexOf("\r\n", at) < 0 ? text.length() : text.indexOf("\r\n", at);
            fields.add(field(text, at, end));
            at = end + 2;
        }
        int host = indexOf(HOST, 0);
        authorityEnd = host < 0 ? 0 : valueEnd(host);
        hostStart = host < 0 ? 0 : valueStart(host);
        hostEnd = host < 0 ? 0 : hostEnd(valueStart(host), valueEnd(host));
    }

    private static Method method(String token) {
        return Arrays.stream(Method.values())
                .filter(known -> known != Method.OTHER && known.name().equals(token))
                .findFirst()
                .orElse(Method.OTHER);
    }

    /** Without the port. */
    private int hostEnd(int start, int end) {
        String value = text(start, end);
        if (!value.equals(value.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a head has its host in lower case: " + value);
        }
        int colon = value.indexOf(':', value.indexOf(']') + 1);
        return colon < 0 ? end : start + colon;
    }

    private static int[] field(String text, int start, int end) {
        int colon = text.indexOf(':', start);
        if (colon < 0 || colon >= end) {
            throw new IllegalArgumentException("no field: " + text.substring(start, end));
        }
        String value = text.substring(colon + 1, end);
        int valueStart = end - value.stripLeading().length();
        int valueEnd = Math.max(valueStart, colon + 1 + value.stripTrailing().length());
        return new int[] {start, colon, valueStart, valueEnd};
    }

    /** {@code "GET /a?b=c HTTP/1.1\r\nHost: x\r\n"}; version and fields may be missing. */
    public static TestHead of(String text) {
        return new TestHead(text, "public", new byte[] {127, 0, 0, 1});
    }

    /** The same request on another listener. */
    public TestHead on(String otherListener) {
        return new TestHead(text(0, buffer.length), otherListener, client);
    }

    /** The same request of another client. */
    public TestHead from(int... address) {
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) address[i];
        }
        return new TestHead(text(0, buffer.length), listener, bytes);
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String methodText() {
        return methodText;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int hostStart() {
        return hostStart;
    }

    @Override
    public int hostEnd() {
        return hostEnd;
    }

    @Override
    public int authorityEnd() {
        return authorityEnd;
    }

    @Override
    public int pathStart() {
        return pathStart;
    }

    @Override
    public int pathEnd() {
        return pathEnd;
    }

    @Override
    public int queryStart() {
        return queryStart;
    }

    @Override
    public int queryEnd() {
        return queryEnd;
    }

    @Override
    public int fieldCount() {
        return fields.size();
    }

    @Override
    public int nameStart(int field) {
        return fields.get(field)[0];
    }

    @Override
    public int nameEnd(int field) {
        return fields.get(field)[1];
    }

    @Override
    public int valueStart(int field) {
        return fields.get(field)[2];
    }

    @Override
    public int valueEnd(int field) {
        return fields.get(field)[3];
    }

    @Override
    public byte[] clientAddress() {
        return client;
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public String toString() {
        return text(0, buffer.length);
    }
}
