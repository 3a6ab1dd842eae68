package io.weir.protocol.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads line by line as their bytes arrive (RFC 9112 §2 to §6), strictly. Each byte is looked at once or
 * twice, however it is cut. Reused; one thread.
 *
 * <p>The caller puts bytes into {@link #buffer()} from {@link #limit()} on, tells how many, and calls {@link #parse}.
 */
public final class RequestParser {
    private static final byte[] HTTP = Octets.ascii("http://");
    private static final byte[] HTTPS = Octets.ascii("https://");
    private static final byte[] VERSION = Octets.ascii("HTTP/1.");

    private final ParsedRequest head;
    private int limit;
    private int scan;
    private int line;
    private boolean requestLineRead;
    private @Nullable HeadFault fault;

    public enum Progress {
        /** More bytes are needed. */
        MORE,
        /** The head is complete: it ends at {@link #end()}. */
        DONE,
        /** See {@link #fault()}. */
        BAD
    }

    public RequestParser(ParsedRequest head) {
        this.head = head;
        clear();
    }

    /** Ready for another head. */
    public void clear() {
        limit = 0;
        scan = 0;
        line = 0;
        requestLineRead = false;
        fault = null;
        head.clear();
    }

    public byte[] buffer() {
        return head.buffer;
    }

    /** Where the next bytes go. */
    public int limit() {
        return limit;
    }

    /** Makes room for {@code more} bytes at {@link #limit()}. */
    public void reserve(int more) {
        if (head.buffer.length - limit < more) {
            head.buffer = Arrays.copyOf(head.buffer, Math.max(head.buffer.length * 2, limit + more));
            head.fields.moved(head.buffer);
        }
    }

    /** {@code more} bytes were put at {@link #limit()}. */
    public void added(int more) {
        limit += more;
    }

    /** Whether not a single byte of the head has been seen. */
    public boolean isUntouched() {
        return limit == 0;
    }

    /** Where the head ends in the buffer; what lies behind belongs to the body or the next request. */
    public int end() {
        return scan;
    }

    public HeadFault fault() {
        HeadFault known = fault;
        if (known == null) {
            throw new IllegalStateException("the head is not bad");
        }
        return known;
    }

    /**
     * Goes on with what was added.
     *
     * @param headLimit the most bytes of a head
     * @param fieldLimit the most fields
     */
    public Progress parse(int headLimit, int fieldLimit) {
        byte[] bytes = head.buffer;
        int end = Math.min(limit, headLimit);
        int i = scan;
        while (i < end) {
            if (bytes[i++] == '\n') {
                scan = i;
                if (takeLine(i - 1, fieldLimit)) {
                    return fault == null ? Progress.DONE : Progress.BAD;
                }
            }
        }
        scan = i;
        if (limit < headLimit) {
            return Progress.MORE;
        }
        fault = requestLineRead ? HeadFault.TOO_LARGE : HeadFault.TARGET_TOO_LONG;
        return Progress.BAD;
    }

    /** Whether that was the end: of the head, or of reading it. */
    private boolean takeLine(int lineFeed, int fieldLimit) {
        int start = line;
        line = lineFeed + 1;
        if (lineFeed == start || head.buffer[lineFeed - 1] != '\r') {
            fault = HeadFault.BARE_LINE_FEED;
            return true;
        }
        int end = lineFeed - 1;
        if (!requestLineRead) {
            // Empty lines before a request are forgiven (RFC 9112 §2.2).
            requestLineRead = end > start;
            fault = end > start ? requestLine(start, end) : null;
        } else if (end == start) {
            head.fields.endAt(start);
            fault = complete();
            return true;
        } else {
            fault = head.fields.count() == fieldLimit ? HeadFault.TOO_MANY_FIELDS : head.fields.add(start, end);
        }
        return fault != null;
    }

    private @Nullable HeadFault requestLine(int start, int end) {
        byte[] bytes = head.buffer;
        int methodEnd = start;
        while (methodEnd < end && Octets.isToken(bytes[methodEnd])) {
            methodEnd++;
        }
        int targetEnd = methodEnd + 1;
        while (targetEnd < end && bytes[targetEnd] != ' ') {
            targetEnd++;
        }
        int version = targetEnd + 1;
        if (methodEnd == start
                || methodEnd >= end
                || bytes[methodEnd] != ' '
                || targetEnd == methodEnd + 1
                || end - version != VERSION.length + 1) {
            return HeadFault.BAD_REQUEST_LINE;
        }
        HeadFault wrongVersion = version(bytes, version);
        if (wrongVersion != null) {
            return wrongVersion;
        }
        head.methodStart = start;
        head.methodEnd = methodEnd;
        head.method = MethodToken.read(bytes, start, methodEnd);
        return target(methodEnd + 1, targetEnd);
    }

    private @Nullable HeadFault version(byte[] bytes, int start) {
        for (int i = 0; i < VERSION.length - 2; i++) {
            if (bytes[start + i] != VERSION[i]) {
                return HeadFault.BAD_REQUEST_LINE;
            }
        }
        byte minor = bytes[start + VERSION.length];
        boolean known = bytes[start + 5] == '1' && bytes[start + 6] == '.' && (minor == '0' || minor == '1');
        head.http10 = minor == '0';
        return known ? null : HeadFault.BAD_VERSION;
    }

    private @Nullable HeadFault target(int start, int end) {
        if (head.method == Method.CONNECT) {
            return HeadFault.METHOD_NOT_SERVED;
        }
        byte[] bytes = head.buffer;
        int path = start;
        if (bytes[start] != '/') {
            int authority = afterScheme(bytes, start, end);
            if (authority < 0) {
                return HeadFault.BAD_TARGET;
            }
            path = authority;
            while (path < end && bytes[path] != '/' && bytes[path] != '?') {
                path++;
            }
            head.hostEnd = HostForm.normalise(bytes, authority, path);
            head.authorityStart = authority;
            head.authorityEnd = path;
            if (head.hostEnd == HostForm.BAD) {
                return HeadFault.BAD_TARGET;
            }
        }
        return pathAndQuery(path, end);
    }

    private static int afterScheme(byte[] bytes, int start, int end) {
        if (end - start > HTTP.length && Octets.same(bytes, start, start + HTTP.length, HTTP)) {
            return start + HTTP.length;
        }
        boolean https = end - start > HTTPS.length && Octets.same(bytes, start, start + HTTPS.length, HTTPS);
        return https ? start + HTTPS.length : -1;
    }

    private @Nullable HeadFault pathAndQuery(int start, int end) {
        byte[] bytes = head.buffer;
        int mark = start;
        while (mark < end && bytes[mark] != '?') {
            mark++;
        }
        for (int i = mark + 1; i < end; i++) {
            if (!Octets.isQuery(bytes[i])) {
                return HeadFault.BAD_TARGET;
            }
        }
        // An absolute target without a path means the root (RFC 9110 §4.2.3): the scheme's last slash stands for it.
        head.pathStart = mark > start ? start : head.authorityStart - 1;
        head.pathEnd = mark > start ? path(start, mark) : head.authorityStart;
        head.queryStart = Math.min(mark + 1, end);
        head.queryEnd = end;
        return head.pathEnd == PathForm.BAD ? HeadFault.BAD_PATH : null;
    }

    private int path(int start, int end) {
        if (PathForm.isPlain(head.buffer, start, end)) {
            return end;
        }
        head.keepSentPath(start, end);
        return PathForm.normalise(head.buffer, start, end);
    }

    private @Nullable HeadFault complete() {
        FieldTable fields = head.fields;
        if (fields.chunked() && head.http10) {
            return HeadFault.BAD_CODING; // HTTP/1.0 has no transfer codings
        }
        if (fields.hosts != 1) {
            return fields.hosts == 0 && head.http10 ? null : HeadFault.BAD_HOST;
        }
        int start = fields.valueStart(fields.host);
        int end = fields.valueEnd(fields.host);
        int hostEnd = HostForm.normalise(head.buffer, start, end);
        if (hostEnd == HostForm.BAD) {
            return HeadFault.BAD_HOST;
        }
        // The authority of an absolute target counts more than the field (RFC 9112 §3.2.2).
        if (head.authorityEnd == 0) {
            head.authorityStart = start;
            head.authorityEnd = end;
            head.hostEnd = hostEnd;
        }
        return null;
    }
}
