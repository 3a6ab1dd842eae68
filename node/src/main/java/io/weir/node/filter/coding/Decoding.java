package io.weir.node.filter.coding;

import io.weir.config.model.ContentCoding;
import java.util.ArrayList;
import java.util.List;

/**
 * A body on its way out of its codings, within bounds: what comes out is asked for piece by piece, so that little can become
 * much only as far as somebody wants it. One thread at a time.
 */
final class Decoding implements AutoCloseable {
    private static final byte[] NOTHING = {};

    /** Less is no danger, whatever it was made of. */
    private static final long FREE = 64 * 1024;

    /** In the order of decoding: what was applied last comes first. */
    private final List<Decompressor> steps = new ArrayList<>(2);

    private final long[] made;
    private final long mostBytes;
    private final int mostRatio;
    private long given;
    private byte[] data = NOTHING;

    /**
     * @param codings in the order in which they were applied, as {@code Content-Encoding} has them
     * @param mostBytes of what comes out, also between two of the codings
     * @param mostRatio of that to what was given; 0: any
     */
    Decoding(List<ContentCoding> codings, long mostBytes, int mostRatio) {
        for (int i = codings.size() - 1; i >= 0; i--) {
            steps.add(Codings.decompressor(codings.get(i)));
        }
        made = new long[steps.size()];
        this.mostBytes = mostBytes;
        this.mostRatio = mostRatio;
    }

    /** More comes out than is allowed. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Takes more, when {@link #next} has nothing any more. */
    void give(byte[] more) {
        given += more.length;
        data = more;
    }

    /** The next piece of what was given; empty: that was all. */
    byte[] next() throws BadCoding, TooLarge {
        return next(steps.size() - 1);
    }

    private byte[] next(int step) throws BadCoding, TooLarge {
        while (true) {
            byte[] piece = steps.get(step).next();
            if (piece.length > 0) {
                made[step] += piece.length;
                boolean swells = mostRatio > 0 && made[step] > FREE && made[step] / mostRatio >= given;
                if (made[step] > mostBytes || swells) {
                    throw new TooLarge();
                }
                return piece;
            }
            byte[] more = step == 0 ? data : next(step - 1);
            if (step == 0) {
                data = NOTHING;
            }
            if (more.length == 0) {
                return NOTHING;
            }
            steps.get(step).give(more);
        }
    }

    /** All has been given: was it whole? */
    void finish() throws BadCoding {
        for (Decompressor step : steps) {
            if (!step.isComplete()) {
                throw new BadCoding("is cut off");
            }
        }
    }

    @Override
    public void close() {
        steps.forEach(Decompressor::close);
    }
}
