package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.ParsedResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one exchange, as its wire has it. Heads are given as lines of HTTP/1.1, whatever the wire makes of
 * them; the parts of a body in the framing of the side that they come from. Only on the exchange's loop.
 */
public interface ClientStream {
    ListenerGate.Terms terms();

    /** Who is at the other end. */
    Peer peer();

    /** Null: in plain text. */
    @Nullable
    TlsConnection tls();

    ByteBufAllocator allocator();

    /** Whether a body's end, and trailers, are told beside its data: then it can carry gRPC. */
    default boolean framesBodies() {
        return true;
    }

    /** What is spoken, in the words of the access log. */
    default String protocol() {
        return "h2";
    }

    /** What the {@code Via} field of a request that came this way says; a whole line. */
    byte[] viaLine();

    /** When {@link Exchange#onDeadline} is called, on the clock of {@link System#nanoTime}. */
    void setDeadline(long nanos);

    /** The head has been read: makes ready to follow the body. {@code refused}: see {@link BodyReader#beginRequest}. */
    void beginBody(BodyReader body, FieldTable fields, List<FieldName> refused);

    /** Gives what waits of the body to the exchange again. */
    void resume();

    /** Whether it takes more of an answer now; when it does again, {@link Exchange#onClientWritable} is called. */
    boolean isWritable();

    /** Tells a client that holds its body back to send it. */
    void sendContinue();

    /** A head between 102 and 199. */
    void sendInterim(ParsedResponse head);

    /** The gateway's own answer, which is complete with it: {@code content[0, length)}. */
    void sendOwn(HeadBytes head, byte[] content, int length);

    /** A backend's head and what came with it of the body: {@code in[start, start + length)}. */
    void sendHead(ParsedResponse head, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended);

    /** More of the body, maybe nothing but its end. */
    void sendPart(ByteBuf in, int start, int length, boolean ended);

    /** The end of a body in {@link BodyReader.Framing#FRAMES}, with lines of trailers; each ends with CR LF. */
    void sendTrailers(byte[] lines);

    /** The exchange is over and its answer sent. {@code keeps}: another may follow, where one connection has one at a time. */
    void exchangeEnded(boolean keeps);

    /** The same with a client that may still be sending its request, of which no more is read. */
    void endUnread();

    /** Cuts the answer off so that the client knows. */
    void abort();
}
