package io.weir.node.dataplane.http2;

import static io.weir.node.testkit.Http2Code.PROTOCOL_ERROR;

import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Http2Code;
import java.util.function.Consumer;

/**
 * Something that RFC 9113 forbids clients; {@code docs/rfc9113.md} lists them by section and name.
 *
 * @param stream the one that is reset for it, or 0: the connection ends
 */
record Breach(String section, String name, int stream, Http2Code code, Consumer<FrameClient> act) {
    static final byte[] NOTHING = {};

    /** One that ends the connection. */
    static Breach connection(String section, String name, Http2Code code, Consumer<FrameClient> act) {
        return new Breach(section, name, 0, code, act);
    }

    /** One that resets the first stream. */
    static Breach stream(String section, String name, Http2Code code, Consumer<FrameClient> act) {
        return new Breach(section, name, 1, code, act);
    }

    /** A request that is good but for these fields. */
    static Breach field(String section, String name, String... fields) {
        return stream(section, name, PROTOCOL_ERROR, client -> client.request("GET", "/", true, fields));
    }

    /** A head of these fields alone. */
    static Breach head(String section, String name, String... fields) {
        return stream(section, name, PROTOCOL_ERROR, client -> client.headers(client.nextStream(), true, fields));
    }

    static byte[] bytes(int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        return bytes;
    }

    static Consumer<FrameClient> frame(int type, int flags, int stream, int... payload) {
        return client -> client.frame(type, flags, stream, bytes(payload));
    }

    /** A head on the first stream, as HPACK has it. */
    static Consumer<FrameClient> block(int... hpack) {
        return frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 1, hpack);
    }

    static int open(FrameClient client) {
        return client.request("POST", "/", false);
    }

    /** Behind the head of a request whose body is to come. */
    static Consumer<FrameClient> onOpen(Consumer<FrameClient> then) {
        return client -> {
            open(client);
            then.accept(client);
        };
    }

    /** Behind the first part of a head, on the first stream. */
    static Consumer<FrameClient> inHead(Consumer<FrameClient> then) {
        return client -> {
            client.frame(Frame.HEADERS, Frame.END_STREAM, 1, client.block(":method", "GET"));
            then.accept(client);
        };
    }

    /** Behind a request that is answered. */
    static Consumer<FrameClient> onEnded(Consumer<FrameClient> then) {
        return client -> {
            client.answer(client.get("/"));
            then.accept(client);
        };
    }

    /** Behind a request that is whole, and not answered. */
    static Consumer<FrameClient> onWaiting(Consumer<FrameClient> then) {
        return client -> {
            client.get("/wait");
            then.accept(client);
        };
    }

    /** One setting: 16 bits of identifier, 32 of value. */
    static Consumer<FrameClient> setting(int id, long value) {
        return client -> client.settings(id, (int) value);
    }

    static void good(FrameClient client, int stream) {
        client.headers(stream, true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
    }

    @Override
    public String toString() {
        return section + " " + name + ": " + code;
    }
}
