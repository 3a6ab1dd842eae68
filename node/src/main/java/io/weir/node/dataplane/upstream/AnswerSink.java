package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.protocol.http.ParsedResponse;

/** Whom an answer is for. Called on the loop; the buffers belong to the caller. */
public interface AnswerSink {
    /** A head between 102 and 199. */
    void onInterim(ParsedResponse head);

    /**
     * Whether this 101 is what was asked for. Then it is a head like any other ({@link #onHead}, in {@link
     * BodyReader.Framing#FRAMES}), and bytes go both ways afterwards until both sides have ended: the connection stays this
     * sink's until {@link #onFailure} or {@link UpstreamStream#abandon}, also when {@link #onBody} says that no more comes.
     *
     * @param head valid during the call only
     */
    boolean takesTunnel(ParsedResponse head);

    /**
     * The head, and what came with it of the body: {@code in[start, start + length)}.
     *
     * @param head valid during the call only
     * @param ended the answer is complete; its connection is no longer this sink's
     */
    void onHead(ParsedResponse head, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended);

    /** More of the body, maybe nothing but its end. */
    void onBody(ByteBuf in, int start, int length, boolean ended);

    /** The end of a body in {@link BodyReader.Framing#FRAMES}, with lines of trailers; each ends with CR LF. */
    void onTrailers(byte[] lines);

    /** The connection is closed and no longer this sink's. */
    void onFailure(Failure failure);

    /** The endpoint takes more of the request again. */
    void onUpstreamWritable();
}
