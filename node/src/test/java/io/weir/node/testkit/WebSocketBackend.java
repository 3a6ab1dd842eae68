package io.weir.node.testkit;

import io.weir.protocol.http.WebSocketHandshake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Backends that speak WebSocket. */
public final class WebSocketBackend {
    private WebSocketBackend() {}

    /** Says back what it is told, text and binary; answers Ping and Close; closes after that. */
    public static TestBackend echo() {
        return TestBackend.playing(connection -> {
            accept(connection);
            echoAll(connection);
        });
    }

    /** Plays {@code then} once a WebSocket is open. */
    public static TestBackend playing(TestBackend.Script then) {
        return TestBackend.playing(connection -> {
            accept(connection);
            then.play(connection);
        });
    }

    /** Reads a handshake and accepts it. */
    public static void accept(TestBackend.Connection connection) throws IOException {
        connection.write(accepting(connection.request()));
    }

    /** The 101 to that handshake. */
    public static String accepting(WireMessage handshake) {
        String key = handshake.field("Sec-WebSocket-Key").orElseThrow();
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        String accept = new String(WebSocketHandshake.accept(bytes, 0, bytes.length), StandardCharsets.ISO_8859_1);
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept + "\r\n\r\n";
    }

    public static void echoAll(TestBackend.Connection connection) throws IOException {
        while (true) {
            Frames.Frame frame = connection.frame();
            int opcode = frame.opcode() == Frames.PING ? 10 : frame.opcode();
            connection.write(Frames.frame((frame.fin() ? 0x80 : 0) | opcode, frame.payload(), false));
            if (frame.opcode() == Frames.CLOSE) {
                return;
            }
        }
    }
}
