package io.weir.node.filter.transform.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes, in whatever pieces, into the JSON texts of an array or of lines. Looks at brackets, quotes and line ends alone:
 * whoever reads a text finds out whether it is one. One body's.
 */
public final class Records {
    private final boolean lines;
    private final int mostBytes;
    private byte[] buffer = new byte[1024];
    private int start;
    private int end;
    /** Up to here it has been looked at. */
    private int at;

    private State state = State.BEGIN;
    private int depth;
    private boolean quoted;
    private boolean escaped;

    private enum State {
        /** Nothing but space has come. */
        BEGIN,
        /** In an array, before its first item. */
        FIRST,
        ITEM,
        /** No array: the whole is one text. */
        WHOLE,
        /** The array is closed. */
        CLOSED
    }

    /**
     * @param lines one a line; otherwise the items of one array
     * @param mostBytes of one text
     */
    public Records(boolean lines, int mostBytes) {
        this.lines = lines;
        this.mostBytes = mostBytes;
        state = lines ? State.ITEM : State.BEGIN;
    }

    public void add(byte[] data) {
        if (end + data.length > buffer.length) {
            int held = end - start;
            byte[] target = held + data.length > buffer.length
                    ? new byte[Math.max(2 * buffer.length, held + data.length)]
                    : buffer;
            System.arraycopy(buffer, start, target, 0, held);
            buffer = target;
            at -= start;
            end = held;
            start = 0;
        }
        System.arraycopy(data, 0, buffer, end, data.length);
        end += data.length;
    }

    /**
     * The next complete text, or null until more comes.
     *
     * @throws BodyFault when it is too long, or follows after the end
     */
    public byte @Nullable [] next() throws BodyFault {
        while (at < end) {
            byte[] text = lines ? line(buffer[at++]) : look(buffer[at++]);
            if (text != null) {
                return text;
            }
        }
        if (end - start > mostBytes) {
            throw tooLong();
        }
        return null;
    }

    private static BodyFault tooLong() {
        return BodyFault.malformed("One of its texts is longer than max-body");
    }

    private byte @Nullable [] line(byte b) throws BodyFault {
        return b == '\n' ? cut(at - 1, true) : null;
    }

    /** From {@code start} to {@code to}; null: there is nothing but space, which is none where it may be. */
    private byte @Nullable [] cut(int to, boolean mayBeBlank) throws BodyFault {
        int from = start;
        start = at;
        if (to - from > mostBytes) {
            throw tooLong();
        }
        if (isBlank(from, to)) {
            if (!mayBeBlank) {
                throw BodyFault.malformed("It is no JSON: an item is missing");
            }
            return null;
        }
        return Arrays.copyOfRange(buffer, from, to);
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(buffer[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private byte @Nullable [] look(byte b) throws BodyFault {
        switch (state) {
            case BEGIN -> begin(b);
            case CLOSED -> {
                if (!isSpace(b)) {
                    throw BodyFault.malformed("Something follows after its end");
                }
                start = at;
            }
            case FIRST, ITEM -> {
                return item(b);
            }
            case WHOLE -> {}
        }
        return null;
    }

    private void begin(byte b) {
        if (b == '[') {
            state = State.FIRST;
            start = at;
        } else if (!isSpace(b)) {
            state = State.WHOLE;
        }
    }

    private byte @Nullable [] item(byte b) throws BodyFault {
        if (quoted) {
            quoted = escaped || b != '"';
            escaped = !escaped && b == '\\';
        } else if (b == '"') {
            quoted = true;
        } else if (b == '[' || b == '{') {
            depth++;
        } else if (depth > 0) {
            depth -= b == ']' || b == '}' ? 1 : 0;
        } else if (b == ',' || b == ']') {
            boolean only = state == State.FIRST && b == ']';
            state = b == ',' ? State.ITEM : State.CLOSED;
            return cut(at - 1, only);
        }
        return null;
    }

    /**
     * What is left when no more comes, or null.
     *
     * @throws BodyFault when it ends too early
     */
    public byte @Nullable [] last() throws BodyFault {
        at = end;
        if (lines) {
            return cut(end, true);
        }
        if (state == State.WHOLE) {
            return cut(end, false);
        }
        if (state != State.CLOSED) {
            throw BodyFault.malformed("It ends too early");
        }
        return null;
    }

    /** Whether the texts are items of an array. */
    public boolean isArray() {
        return !lines && state != State.WHOLE;
    }
}
