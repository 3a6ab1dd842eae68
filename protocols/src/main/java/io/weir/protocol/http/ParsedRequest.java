package io.weir.protocol.http;

import java.nio.charset.StandardCharsets;

/** A request head that was read from bytes: the usual {@link RequestHead}. Reused from request to request; one thread. */
public final class ParsedRequest implements RequestHead {
    private static final byte[] NO_ADDRESS = new byte[4];

    final FieldTable fields = new FieldTable();
    byte[] buffer;
    Method method = Method.OTHER;
    int methodEnd;
    int methodStart;
    int authorityStart;
    int authorityEnd;
    int hostEnd;
    int pathStart;
    int pathEnd;
    int queryStart;
    int queryEnd;
    boolean http10;
    /** The path before it was normalised, where that changes anything; kept for reuse. */
    private byte[] sentPath = new byte[0];

    private int sentLength;
    private byte[] clientAddress = NO_ADDRESS;
    private String listener = "";

    /** @param size of the first buffer, in bytes; it grows */
    public ParsedRequest(int size) {
        buffer = new byte[size];
    }

    void clear() {
        fields.clear(buffer);
        method = Method.OTHER;
        methodStart = 0;
        methodEnd = 0;
        authorityStart = 0;
        authorityEnd = 0;
        hostEnd = 0;
        pathStart = 0;
        pathEnd = 0;
        queryStart = 0;
        queryEnd = 0;
        http10 = false;
        sentLength = 0;
    }

    /** The path is going to be rewritten: remembers {@code buffer[start, end)} as it was sent. */
    void keepSentPath(int start, int end) {
        sentLength = end - start;
        if (sentPath.length < sentLength) {
            sentPath = new byte[Math.max(64, sentLength)];
        }
        System.arraycopy(buffer, start, sentPath, 0, sentLength);
    }

    /** Who sent it, and where it came in. {@code address} is kept, not copied. */
    public void from(byte[] address, String listenerName) {
        clientAddress = address;
        listener = listenerName;
    }

    /** The client behind a trusted proxy. {@code address} is kept, not copied. */
    public void forwardedFor(byte[] address) {
        clientAddress = address;
    }

    public FieldTable fields() {
        return fields;
    }

    /** Whether it is HTTP/1.0. */
    public boolean http10() {
        return http10;
    }

    /** Start of host and port as the client named them, the host in lower case; empty for an HTTP/1.0 request without. */
    public int authorityStart() {
        return authorityStart;
    }

    @Override
    public int authorityEnd() {
        return authorityEnd;
    }

    @Override
    public String sentPath() {
        return sentLength == 0
                ? text(pathStart, pathEnd)
                : new String(sentPath, 0, sentLength, StandardCharsets.ISO_8859_1);
    }

    public int methodStart() {
        return methodStart;
    }

    public int methodEnd() {
        return methodEnd;
    }

    /** Whether the client keeps the connection for another request (RFC 9112 §9.3). */
    public boolean keepsConnection() {
        return http10 ? fields.keepAlive() && !fields.close() : !fields.close();
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String methodText() {
        return method == Method.OTHER ? text(methodStart, methodEnd) : method.name();
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int hostStart() {
        return authorityStart;
    }

    @Override
    public int hostEnd() {
        return hostEnd;
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
        return fields.count();
    }

    @Override
    public int nameStart(int field) {
        return fields.nameStart(field);
    }

    @Override
    public int nameEnd(int field) {
        return fields.nameEnd(field);
    }

    @Override
    public int valueStart(int field) {
        return fields.valueStart(field);
    }

    @Override
    public int valueEnd(int field) {
        return fields.valueEnd(field);
    }

    @Override
    public byte[] clientAddress() {
        return clientAddress;
    }

    @Override
    public String listener() {
        return listener;
    }
}
