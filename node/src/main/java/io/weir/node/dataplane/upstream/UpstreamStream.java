package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.ParsedRequest;

/**
 * The backend's side of one attempt of an exchange, as its wire has it. Heads are given as lines of HTTP/1.1, whatever the
 * wire makes of them. Only on the exchange's loop.
 */
public interface UpstreamStream {
    /** Whether a body's end is told beside its data; else data without a known length has to be put into chunks. */
    boolean framesBodies();

    /** Whether its connection has carried an exchange before: then it may have been closed at the other end meanwhile. */
    boolean isUsed();

    /** Begins; the answer to HEAD has no body. */
    void begin(AnswerSink sink, boolean isHead);

    /**
     * The head that is sent next asks for a tunnel: the answer is told as HTTP/1.1 has it, with 101. False: the endpoint has
     * none, and nothing may be sent.
     */
    boolean asksForTunnel(ParsedRequest request);

    /** {@code ended}: the request has no body. */
    void sendHead(HeadBytes lines, boolean ended);

    /** A part of the body, or nothing but its end; takes the buffer over. */
    void send(ByteBuf part, boolean ended);

    /** The end of the body with lines of trailers, each with CR LF; only where {@link #framesBodies}. */
    void sendTrailers(byte[] lines);

    /** Whether it takes more of the request; when it does again the sink is told. */
    boolean isWritable();

    /** Stops or goes on reading the answer. */
    void setReading(boolean reading);

    /** Ends the exchange before its answer is complete. */
    void abandon();

    /** Ends a tunnel: what was sent still goes out, what comes is thrown away. */
    void endTunnel();

    ByteBufAllocator allocator();
}
