package io.weir.node.testkit;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One end of an HTTP/2 connection that sends what it is told, frame by frame, and reads what comes. Reading: one thread. */
public final class FrameWire {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    /** Flags. */
    public static final int ACK = 1;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /** Names of settings. */
    public static final int MAX_CONCURRENT_STREAMS = 3;

    public static final int INITIAL_WINDOW_SIZE = 4;

    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int MOST_IN_FRAME = 16_384;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final ArrayDeque<Frame> early = new ArrayDeque<>();
    private final Map<Integer, Long> windows = new HashMap<>();
    private long connectionWindow = 65_535;
    private long initialWindow = 65_535;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);

    /** A frame as it came. */
    public record Frame(int type, int flags, int stream, byte[] payload) {
        public boolean has(int flag) {
            return (flags & flag) != 0;
        }

        /** Of RST_STREAM: its error. */
        public int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        public String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return "frame " + type + " flags " + flags + " stream " + stream + " of " + payload.length + " bytes";
        }
    }

    public FrameWire(Socket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** A server's beginning: the client's preface is read, settings are exchanged. */
    public FrameWire serve(int... settings) throws IOException {
        byte[] preface = new byte[PREFACE.length()];
        in.readFully(preface);
        if (!new String(preface, StandardCharsets.ISO_8859_1).equals(PREFACE)) {
            throw new AssertionError("no preface: " + ByteBufUtil.hexDump(preface));
        }
        return settings(settings);
    }

    /** A client's beginning. */
    public FrameWire connect(int... settings) throws IOException {
        out.write(PREFACE.getBytes(StandardCharsets.ISO_8859_1));
        return settings(settings);
    }

    public synchronized FrameWire write(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
        return this;
    }

    /** @param pairs names and values */
    public FrameWire settings(int... pairs) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(pairs.length * 3);
        for (int i = 0; i < pairs.length; i += 2) {
            payload.putShort((short) pairs[i]).putInt(pairs[i + 1]);
        }
        return write(SETTINGS, 0, 0, payload.array());
    }

    /** @param fields names and values, pseudo-fields first */
    public FrameWire headers(int stream, boolean end, String... fields) throws IOException {
        byte[] block = block(fields);
        int count = Math.min(MOST_IN_FRAME, block.length);
        boolean whole = count == block.length;
        write(HEADERS, (whole ? END_HEADERS : 0) | (end ? END_STREAM : 0), stream, Arrays.copyOf(block, count));
        while (count < block.length) {
            int next = Math.min(count + MOST_IN_FRAME, block.length);
            write(CONTINUATION, next == block.length ? END_HEADERS : 0, stream, Arrays.copyOfRange(block, count, next));
            count = next;
        }
        return this;
    }

    /** Fields as HPACK has them. */
    public byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0); // a literal that is not kept, of a name that is not known (RFC 7541 §6.2.2)
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream to, String text) {
        int left = text.length() - 127;
        to.write(Math.min(text.length(), 127));
        if (left >= 0) {
            while (left > 127) {
                to.write(left & 127 | 128);
                left >>>= 7;
            }
            to.write(left);
        }
        to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public FrameWire data(int stream, boolean end, String data) throws IOException {
        return write(DATA, end ? END_STREAM : 0, stream, data.getBytes(StandardCharsets.ISO_8859_1));
    }

    public FrameWire reset(int stream, int error) throws IOException {
        return write(RST_STREAM, 0, stream, number(error));
    }

    public FrameWire goAway(int last, int error) throws IOException {
        return write(
                GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(error).array());
    }

    public FrameWire windowUpdate(int stream, int increment) throws IOException {
        return write(WINDOW_UPDATE, 0, stream, number(increment));
    }

    public FrameWire ping(boolean ack, byte[] payload) throws IOException {
        return write(PING, ack ? ACK : 0, 0, payload);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Data and its end, as the windows of the other side allow. On the thread that reads. */
    public FrameWire paced(int stream, String data) throws IOException {
        int sent = 0;
        while (sent < data.length()) {
            long room = Math.min(connectionWindow, initialWindow + windows.getOrDefault(stream, 0L));
            int count = (int) Math.min(Math.min(room, MOST_IN_FRAME), data.length() - sent);
            if (count > 0) {
                data(stream, false, data.substring(sent, sent + count));
                connectionWindow -= count;
                windows.merge(stream, (long) -count, Long::sum);
                sent += count;
            } else {
                Frame frame = read();
                if (frame == null) {
                    return this;
                }
                early.add(frame);
            }
        }
        return data(stream, true, "");
    }

    private void follow(Frame frame) {
        ByteBuffer payload = ByteBuffer.wrap(frame.payload);
        if (frame.type == WINDOW_UPDATE && frame.stream == 0) {
            connectionWindow += payload.getInt();
        } else if (frame.type == WINDOW_UPDATE) {
            windows.merge(frame.stream, (long) payload.getInt(), Long::sum);
        } else if (frame.type == SETTINGS) {
            while (payload.hasRemaining()) {
                int name = payload.getShort();
                int value = payload.getInt();
                initialWindow = name == INITIAL_WINDOW_SIZE ? value : initialWindow;
            }
        }
    }

    /** The next frame as it is; null at the end of the connection. */
    public @Nullable Frame raw() throws IOException {
        Frame before = early.poll();
        return before == null ? read() : before;
    }

    private @Nullable Frame read() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            Frame frame = new Frame(type, flags, stream, payload);
            follow(frame);
            return frame;
        } catch (EOFException | SocketException end) {
            return null;
        }
    }

    /** The next frame that is about an exchange or ends the connection; settings and pings are answered meanwhile. */
    public @Nullable Frame next() throws IOException {
        Frame frame = raw();
        while (frame != null && (frame.type == SETTINGS || frame.type == PING || frame.type == WINDOW_UPDATE)) {
            if (frame.type != WINDOW_UPDATE && !frame.has(ACK)) {
                write(frame.type, ACK, 0, frame.type == PING ? frame.payload : new byte[0]);
            }
            frame = raw();
        }
        return frame;
    }

    /** Of HEADERS, in order. To be asked once of each, in order. */
    public List<Map.Entry<String, String>> fields(Frame frame) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        try {
            for (Map.Entry<CharSequence, CharSequence> one :
                    decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload))) {
                fields.add(Map.entry(one.getKey().toString(), one.getValue().toString()));
            }
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
        return fields;
    }
}
