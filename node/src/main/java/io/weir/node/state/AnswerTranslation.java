package io.weir.node.state;

import io.weir.protocol.http.ParsedResponse;
import java.util.concurrent.Executor;

/**
 * Turns the answer of a backend into the one that a client receives. One attempt's; only on its exchange's loop. Whatever
 * it says with {@link Answer#end} or {@link Answer#cut}, it is told no more afterwards.
 */
public interface AnswerTranslation {
    /**
     * The backend's head.
     *
     * @param head valid during the call only
     */
    void onHead(ParsedResponse head, Answer to);

    /** More of the backend's body, without its framing; the array is the callee's own. */
    void onData(byte[] data, Answer to);

    /** The backend's answer is complete; lines of trailers, each with CR LF, perhaps none. */
    void onEnd(byte[] trailers, Answer to);

    /** The client's answer, in this order; nothing of it need be said at once. */
    interface Answer {
        /**
         * Once, before everything else.
         *
         * @param lines of fields, each with CR LF; {@code Content-Length} where the length is known
         */
        void head(int status, byte[] lines);

        /** More of the body; the array is the callee's own. */
        void body(byte[] bytes);

        /** It is complete, whatever the backend still says. */
        void end();

        /**
         * Within {@link AnswerTranslation#onEnd} alone: the answer is not said yet but by what is run with this, once. It is
         * run on the exchange's loop, and not at all when nobody waits any more. May be called from any thread.
         */
        Executor later();

        /** It cannot be completed, and the client is to notice. */
        void cut();
    }
}
