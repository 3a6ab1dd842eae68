package io.weir.node.state;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * An answer of a known length that may still be arriving: sent as a {@link ServedAnswer} is, as fast as it comes. For any number
 * of readers.
 *
 * @param head from the status line to the empty line, with {@code Content-Length}; shared
 */
public record LiveAnswer(byte[] head, Body body) {
    /** Thread-safe. */
    public interface Body {
        /** When it is complete, in bytes. */
        long length();

        /** What has come of it from {@code position} on, {@code most} bytes at most, maybe nothing. Shared, not to be changed. */
        ByteBuffer from(long position, int most);

        /** It will not become complete. */
        boolean isCut();

        /** Runs {@code then} on {@code loop}, once, when there is something from {@code position} on or it is cut; not in this call. */
        void await(long position, Executor loop, Runnable then);
    }
}
