package io.weir.node.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Frames of HTTP/2 on a socket, at either end of it: sends what it is told, right or wrong. One thread. */
public class FramePeer implements AutoCloseable {
    private static final int MOST_LIST = 1 << 20;
    private static final int MOST_PAYLOAD = 16_384;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, MOST_LIST);

    public FramePeer(Socket socket) {
        this.socket = socket;
        try {
            socket.setSoTimeout(20_000);
            in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected DataInputStream in() {
        return in;
    }

    /** Bytes that need be no frame. */
    public FramePeer raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FramePeer frame(int type, int flags, int stream, byte[] payload) {
        return raw(bytes(type, flags, stream, payload));
    }

    /** A frame's bytes. */
    public static byte[] bytes(int type, int flags, int stream, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
        return frame.writeBytes(payload).array();
    }

    /** Pairs of identifier and value. */
    public FramePeer settings(int... pairs) {
        ByteBuf payload = Unpooled.buffer(pairs.length * 3);
        for (int i = 0; i < pairs.length; i += 2) {
            payload.writeShort(pairs[i]).writeInt(pairs[i + 1]);
        }
        return frame(Frame.SETTINGS, 0, 0, payload.array());
    }

    public FramePeer ackSettings() {
        return frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]);
    }

    /** A list of fields as HPACK has it: name, value, and so on. It has to be sent. */
    public byte[] block(String... fields) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        ByteBuf block = Unpooled.buffer();
        try {
            // One by one: names of all kinds in the order that is asked for.
            for (int i = 0; i < fields.length; i += 2) {
                headers.clear();
                headers.add(fields[i], fields[i + 1]);
                encoder.encodeHeaders(1, headers, block);
            }
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        return bytes;
    }

    /** A whole list of fields, in as many frames as it takes. */
    public FramePeer headers(int stream, boolean end, String... fields) {
        byte[] block = block(fields);
        int type = Frame.HEADERS;
        int flags = end ? Frame.END_STREAM : 0;
        int at = 0;
        do {
            int to = Math.min(block.length, at + MOST_PAYLOAD);
            int last = to == block.length ? Frame.END_HEADERS : 0;
            frame(type, flags | last, stream, Arrays.copyOfRange(block, at, to));
            at = to;
            type = Frame.CONTINUATION;
            flags = 0;
        } while (at < block.length);
        return this;
    }

    public FramePeer data(int stream, boolean end, String text) {
        return frame(
                Frame.DATA,
                end ? Frame.END_STREAM : 0,
                stream,
                text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    public FramePeer reset(int stream, Http2Code code) {
        return frame(Frame.RST_STREAM, 0, stream, number(code.number()));
    }

    /** @param stream 0: the whole connection's */
    public FramePeer window(int stream, int increment) {
        return frame(Frame.WINDOW_UPDATE, 0, stream, number(increment));
    }

    public FramePeer ping(long data) {
        return frame(
                Frame.PING, 0, 0, java.nio.ByteBuffer.allocate(8).putLong(data).array());
    }

    public FramePeer goAway(int last, Http2Code code) {
        return frame(
                Frame.GOAWAY,
                0,
                0,
                java.nio.ByteBuffer.allocate(8)
                        .putInt(last)
                        .putInt(code.number())
                        .array());
    }

    /** Four bytes. */
    public static byte[] number(int value) {
        return java.nio.ByteBuffer.allocate(4).putInt(value).array();
    }

    /** The next frame; empty at the connection's end, in whatever way that came. CONTINUATION is joined to its HEADERS. */
    public Optional<Frame> next() {
        try {
            Frame frame = read();
            if (frame.type() != Frame.HEADERS) {
                return Optional.of(frame);
            }
            ByteBuf block = Unpooled.buffer().writeBytes(frame.payload());
            int flags = frame.flags();
            while ((flags & Frame.END_HEADERS) == 0) {
                Frame more = read();
                block.writeBytes(more.payload());
                flags |= more.flags() & Frame.END_HEADERS;
            }
            return Optional.of(
                    new Frame(frame.type(), flags, frame.stream(), frame.payload(), fields(frame.stream(), block)));
        } catch (EOFException | SocketException end) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload, List.of());
    }

    private List<Map.Entry<String, String>> fields(int stream, ByteBuf block) {
        try {
            List<Map.Entry<String, String>> fields = new ArrayList<>();
            for (Map.Entry<CharSequence, CharSequence> one : decoder.decodeHeaders(stream, block)) {
                fields.add(Map.entry(one.getKey().toString(), one.getValue().toString()));
            }
            return fields;
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next frame of a type, whatever comes before; SETTINGS and PING are answered meanwhile. */
    public Frame await(int type) {
        while (true) {
            Frame frame = next().orElseThrow(() -> new IllegalStateException("the connection has ended"));
            if (frame.type() == type && !(type == Frame.SETTINGS && frame.isAck())) {
                return frame;
            }
            acknowledge(frame);
        }
    }

    protected void acknowledge(Frame frame) {
        if (frame.type() == Frame.SETTINGS && !frame.isAck()) {
            ackSettings();
        } else if (frame.type() == Frame.PING && !frame.isAck()) {
            frame(Frame.PING, Frame.ACK, 0, frame.payload());
        }
    }

    /** Reads so many frames, or until the connection's end. */
    public boolean isAtItsEnd(int most) {
        for (int i = 0; i < most; i++) {
            if (next().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing more comes, in whatever way the connection ends; what comes before is passed over. */
    public boolean isAtItsEnd() {
        while (next().isPresent()) {
            // On its way before the end.
        }
        return true;
    }

    /** Closes before the test is over. */
    public void hangUp() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
