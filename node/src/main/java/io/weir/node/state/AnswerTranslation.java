package io.weir.node.state;

import io.weir.protocol.http.ParsedResponse;
import java.util.concurrent.Executor;

/**
 * Turns the answer of a backend into another. One attempt's; only on its exchange's loop. Several make a chain: the answer of
 * one is what the next is told ({@link FilterContext#translateAnswer}). Whatever it says with {@link Answer#end} or {@link
 * Answer#cut}, it is told no more afterwards but {@link #onOver}.
 *
 * <p>What it is told comes only as fast as what it says is taken. So it should say what it makes of data at once, and much of
 * it in pieces: see {@link #goesOn}.
 */
public interface AnswerTranslation {
    /**
     * The head. An answer to HEAD, a 204 and a 304 have one, and end without data; what is said of a body then is dropped.
     *
     * @param head valid during the call only
     */
    void onHead(ParsedResponse head, Answer to);

    /** More of the body, without its framing; the array is the callee's own. */
    void onData(byte[] data, Answer to);

    /** The answer is complete; lines of trailers, each with CR LF, perhaps none. */
    void onEnd(byte[] trailers, Answer to);

    /**
     * Goes on with what it was told before, a piece: what takes less than some 200 µs, and says less than some 64 KiB. Asked
     * after each of the calls above, until it answers that there is no more to do; told nothing else meanwhile.
     *
     * @return whether it may have more to do or say, so that this is to be called again
     */
    default boolean goesOn(Answer to) {
        return false;
    }

    /** Nothing more comes, whatever became of the answer: gives back what it holds. Once. */
    default void onOver() {}

    /** What is made of the answer, in this order; nothing of it need be said at once. */
    interface Answer {
        /**
         * Once, before everything else.
         *
         * @param lines of fields, each with CR LF; {@code Content-Length} where the length is known
         */
        void head(int status, byte[] lines);

        /**
         * In place of {@link #head}: what was told of the body, and will be, goes on as it is, with its trailers; the translation
         * is told no more but {@link AnswerTranslation#onOver}. Costs nothing where all of a chain say so to the head.
         */
        void asIs(int status, byte[] lines);

        /** More of the body; the array is the callee's own. */
        void body(byte[] bytes);

        /** It is complete, whatever still comes. */
        default void end() {
            end(new byte[0]);
        }

        /** The same with lines of trailers, each with CR LF. */
        void end(byte[] trailers);

        /**
         * Within a call of the translation: nothing more is said within it, but by what is run with this, once. Until then the
         * translation is told nothing. It is run on the exchange's loop, and not at all when nobody waits any more. May be used
         * from any thread.
         */
        Executor later();

        /** It cannot be completed, and the client is to notice. */
        void cut();
    }
}
