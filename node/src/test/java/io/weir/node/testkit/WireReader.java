package io.weir.node.testkit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads messages of HTTP/1 from a socket, in the plainest way. Not thread-safe. */
final class WireReader {
    private final InputStream in;

    WireReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /** One byte, or -1 at the end. */
    int read() throws IOException {
        return in.read();
    }

    /** A line without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended after \"" + line + "\"");
            }
            line.append((char) b);
        }
        if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }

    /** Lines up to an empty one. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    String bytes(long count) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(count));
        if (bytes.length < count) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + count + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    String toTheEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The data of the next chunk; empty: it is the last. */
    String chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        String data = bytes(size);
        if (size > 0 && !line().isEmpty()) {
            throw new IOException("a chunk is longer than it says");
        }
        return data;
    }

    /** The data of a chunked body; its trailers are added to {@code trailers}. */
    String chunks(List<String> trailers) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line().split(";", -1)[0].strip(), 16);
            if (size == 0) {
                trailers.addAll(lines());
                return body.toString();
            }
            body.append(bytes(size));
            if (!line().isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
        }
    }

    /** Reads and throws away; answers how many there were, fewer than {@code count} at the end only. */
    long skip(long count) throws IOException {
        byte[] sink = new byte[64 * 1024];
        long left = count;
        while (left > 0) {
            int read = in.read(sink, 0, (int) Math.min(sink.length, left));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return count - left;
    }
}
