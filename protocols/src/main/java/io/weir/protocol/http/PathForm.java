package io.weir.protocol.http;

/**
 * The one form of a path that is routed and forwarded (RFC 3986 §6.2.2): unreserved characters not encoded, hex digits in
 * capitals, dot segments resolved, no empty segments. Encoded slashes and all else that is reserved stay as they are, so
 * that no decision is made on another path than the backend's. What only some backends take for a way up is refused.
 */
final class PathForm {
    static final int BAD = -1;

    private PathForm() {}

    /**
     * Rewrites {@code buffer[start, end)}, which begins with a slash, in place (the form is never longer). Answers the new
     * end, or {@link #BAD}: a character that may not stand there, a broken escape or one of NUL, a way above the root.
     */
    static int normalise(byte[] buffer, int start, int end) {
        if (isPlain(buffer, start, end)) {
            return end;
        }
        int decoded = decode(buffer, start, end);
        return decoded == BAD ? BAD : resolve(buffer, start, decoded);
    }

    /** Nearly every path is in its form already. */
    static boolean isPlain(byte[] buffer, int start, int end) {
        byte before = 0;
        for (int i = start; i < end; i++) {
            byte b = buffer[i];
            if (b == '%' || !Octets.isPath(b) || before == '/' && (b == '/' || b == '.')) {
                return false;
            }
            before = b;
        }
        return true;
    }

    private static int decode(byte[] buffer, int start, int end) {
        int out = start;
        int in = start;
        while (in < end) {
            byte b = buffer[in];
            if (!Octets.isPath(b)) {
                return BAD;
            }
            if (b != '%') {
                buffer[out++] = b;
                in++;
                continue;
            }
            int value = escaped(buffer, in, end);
            if (value <= 0) {
                return BAD;
            }
            out = write(buffer, out, value);
            in += 3;
        }
        return out;
    }

    private static int escaped(byte[] buffer, int at, int end) {
        if (at + 2 >= end) {
            return BAD;
        }
        int high = Octets.hex(buffer[at + 1]);
        int low = Octets.hex(buffer[at + 2]);
        return high < 0 || low < 0 ? BAD : high << 4 | low;
    }

    private static int write(byte[] buffer, int out, int value) {
        if (Octets.isUnreserved(value)) {
            buffer[out] = (byte) value;
            return out + 1;
        }
        buffer[out] = '%';
        buffer[out + 1] = digit(value >> 4);
        buffer[out + 2] = digit(value & 15);
        return out + 3;
    }

    private static byte digit(int value) {
        return (byte) (value < 10 ? '0' + value : 'A' + value - 10);
    }

    private static int resolve(byte[] buffer, int start, int end) {
        int out = start;
        int slash = start;
        while (slash < end) {
            int segment = slash + 1;
            int next = segment;
            while (next < end && buffer[next] != '/') {
                next++;
            }
            boolean parent = next - segment == 2 && buffer[segment] == '.' && buffer[segment + 1] == '.';
            if (parent ? out == start : hidesParent(buffer, segment, next)) {
                return BAD;
            }
            boolean skipped = parent || next == segment || next - segment == 1 && buffer[segment] == '.';
            out = parent ? before(buffer, out) : out;
            if (!skipped) {
                System.arraycopy(buffer, slash, buffer, out, next - slash);
                out += next - slash;
            } else if (next == end) {
                buffer[out++] = '/';
            }
            slash = next;
        }
        return out;
    }

    /**
     * Whether two dots stand between encoded slashes or before parameters ({@code ..;x}, {@code ..%2F}): servers that decode,
     * or drop parameters, before they resolve would leave the path that was routed.
     */
    private static boolean hidesParent(byte[] buffer, int start, int end) {
        int part = start;
        while (part < end) {
            int next = part;
            while (next < end && !isEncodedSlash(buffer, next, end)) {
                next++;
            }
            boolean dots = next - part >= 2 && buffer[part] == '.' && buffer[part + 1] == '.';
            if (dots && (next - part == 2 || buffer[part + 2] == ';')) {
                return true;
            }
            part = next + 3;
        }
        return false;
    }

    /** Of either kind; hex digits are capitals already. */
    private static boolean isEncodedSlash(byte[] buffer, int at, int end) {
        return buffer[at] == '%'
                && at + 2 < end
                && (buffer[at + 1] == '2' && buffer[at + 2] == 'F' || buffer[at + 1] == '5' && buffer[at + 2] == 'C');
    }

    /** Start of the last segment written, at its slash. */
    private static int before(byte[] buffer, int out) {
        int at = out - 1;
        while (buffer[at] != '/') {
            at--;
        }
        return at;
    }
}
