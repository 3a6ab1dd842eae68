package io.weir.node.telemetry;

import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;

/** A head of a method, a host and a path, all as ISO-8859-1. */
record SampleHead(Method method, String host, String path, String query, byte[] clientAddress) implements RequestHead {
    static SampleHead get(String path) {
        return new SampleHead(Method.GET, "api.example.com", path, "", new byte[] {10, 0, 0, 7});
    }

    @Override
    public String methodText() {
        return method == Method.OTHER ? "PURGE" : method.name();
    }

    @Override
    public byte[] buffer() {
        return (host + path + query).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int hostStart() {
        return 0;
    }

    @Override
    public int hostEnd() {
        return host.length();
    }

    @Override
    public int authorityEnd() {
        return hostEnd();
    }

    @Override
    public int pathStart() {
        return host.length();
    }

    @Override
    public int pathEnd() {
        return host.length() + path.length();
    }

    @Override
    public int queryStart() {
        return pathEnd();
    }

    @Override
    public int queryEnd() {
        return pathEnd() + query.length();
    }

    @Override
    public int fieldCount() {
        return 0;
    }

    @Override
    public int nameStart(int field) {
        throw new IndexOutOfBoundsException(field);
    }

    @Override
    public int nameEnd(int field) {
        throw new IndexOutOfBoundsException(field);
    }

    @Override
    public int valueStart(int field) {
        throw new IndexOutOfBoundsException(field);
    }

    @Override
    public int valueEnd(int field) {
        throw new IndexOutOfBoundsException(field);
    }

    @Override
    public String listener() {
        return "public";
    }
}
