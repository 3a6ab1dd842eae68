package io.weir.node.state;

import io.weir.protocol.http.ParsedResponse;

/**
 * Sees the backend's answer on its way to the client, and may have another sent in its place ({@link FilterContext#serve}). One
 * exchange's; only on its loop.
 */
public interface AnswerWatch {
    /**
     * The head that the client is about to receive; fields may still be added to it.
     *
     * @param head valid during the call only
     * @return whether what {@link FilterContext#serve} was told is sent instead: the watch is told of nothing more then
     */
    boolean onHead(ParsedResponse head, FilterContext exchange);

    /** More of the body, without its framing; the array is the callee's own. */
    void onData(byte[] data);

    /** The answer is complete. */
    void onEnd();

    /** The same as with {@link #onHead} for a problem of the gateway's own, because there is no answer. */
    boolean onProblem(int status, FilterContext exchange);

    /** The exchange is over, whatever came of it. Once. */
    void onOver();

    /** Whether the rest of the answer is of use also when the client is slow or gone. */
    boolean wantsRest();
}
