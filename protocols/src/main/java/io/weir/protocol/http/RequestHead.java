package io.weir.protocol.http;

import org.jspecify.annotations.Nullable;

/**
 * The one read-only view of a request head that every decision works on: ranges into one byte array. The path and the
 * host are already normalised, so what is routed is what is forwarded. Valid on the connection's event loop until the
 * exchange is done; nothing may keep a reference to {@link #buffer()} beyond that.
 */
public interface RequestHead {
    Method method();

    /** The method's token as sent, also for {@link Method#OTHER}. Allocates for unknown methods. */
    String methodText();

    /** The array that every range below points into. */
    byte[] buffer();

    /** Start of the host: lower case, without port or a last dot, IPv6 in brackets. */
    int hostStart();

    int hostEnd();

    /** End of host and port as the client named them; they begin at {@link #hostStart}. */
    int authorityEnd();

    /** Start of the normalised absolute path (begins with {@code /}); the query is not part of it. */
    int pathStart();

    int pathEnd();

    /** Start of the raw query, without the question mark; an empty range when there is none. */
    int queryStart();

    int queryEnd();

    /** Whether there is a question mark, be it with nothing behind it. */
    default boolean hasQuery() {
        return queryEnd() > queryStart() || queryStart() > pathEnd() && buffer()[queryStart() - 1] == '?';
    }

    /** The path as it was sent, before it was normalised: what signatures are over. Allocates. */
    default String sentPath() {
        return text(pathStart(), pathEnd());
    }

    int fieldCount();

    int nameStart(int field);

    int nameEnd(int field);

    /** Start of the field's value, without surrounding white space. */
    int valueStart(int field);

    int valueEnd(int field);

    /** The address of the client, after trusted forwarding was resolved: 4 or 16 bytes; not to be modified. */
    byte[] clientAddress();

    /** Name of the listener that the connection came in on. */
    String listener();

    /** Index of the first field called {@code name} at or after {@code from}, or -1. */
    default int indexOf(FieldName name, int from) {
        byte[] buffer = buffer();
        for (int i = from, n = fieldCount(); i < n; i++) {
            if (name.matches(buffer, nameStart(i), nameEnd(i))) {
                return i;
            }
        }
        return -1;
    }

    /** First value of {@code name} as text (ISO-8859-1), or null. Allocates: not for the usual path. */
    default @Nullable String field(FieldName name) {
        int i = indexOf(name, 0);
        return i < 0 ? null : text(valueStart(i), valueEnd(i));
    }

    /** All values of {@code name} as text (ISO-8859-1), or null if there is none. Allocates: not for the usual path. */
    default @Nullable String joined(FieldName name, String between) {
        int first = indexOf(name, 0);
        int next = first < 0 ? -1 : indexOf(name, first + 1);
        if (next < 0) {
            return first < 0 ? null : text(valueStart(first), valueEnd(first));
        }
        StringBuilder all = new StringBuilder(text(valueStart(first), valueEnd(first)));
        for (; next >= 0; next = indexOf(name, next + 1)) {
            all.append(between).append(text(valueStart(next), valueEnd(next)));
        }
        return all.toString();
    }

    /** A range of the buffer as text (ISO-8859-1). Allocates. */
    default String text(int start, int end) {
        return new String(buffer(), start, end - start, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
