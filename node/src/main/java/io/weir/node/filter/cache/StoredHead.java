package io.weir.node.filter.cache;

import io.weir.node.decide.cache.CacheControl;
import io.weir.node.decide.cache.Freshness;
import io.weir.node.decide.cache.HttpDate;
import io.weir.node.decide.cache.TargetedControl;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A backend's head as it is stored: without what was meant for the connection, and what its directives take out (RFC 9111 §3.1),
 * and with what they mean.
 *
 * @param nowSeconds wall clock when it arrived
 * @param targeted whether {@code CDN-Cache-Control} has taken the place of {@code Cache-Control}
 * @param etag empty: none
 */
record StoredHead(
        int status,
        String reason,
        List<Line> lines,
        long nowSeconds,
        CacheControl control,
        boolean targeted,
        Freshness.Times times,
        String etag) {
    private static final Set<String> NEVER = Set.of(
            "age",
            "content-length",
            "x-request-id",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization");
    /** Of a 304: what says how the stored body is coded stays as it is (§3.2). */
    private static final Set<String> NOT_MERGED = Set.of("content-encoding", "content-range", "content-type");

    private static final String ANYTHING = "*";
    /** More fields than that make a difference at once: hardly anything would be found again. */
    static final int MOST_VARY = 16;

    /** A field. */
    record Line(String name, String value) {
        boolean is(String lower) {
            return name.equalsIgnoreCase(lower);
        }
    }

    static StoredHead of(ParsedResponse head, long nowSeconds) {
        FieldTable fields = head.fields();
        List<Line> lines = new ArrayList<>(fields.count());
        for (int field = 0; field < fields.count(); field++) {
            if (!KnownField.isHopByHop(fields.known(field)) && !fields.isNamedByConnection(field)) {
                lines.add(new Line(
                        text(head, fields.nameStart(field), fields.nameEnd(field)),
                        text(head, fields.valueStart(field), fields.valueEnd(field))));
            }
        }
        return of(head.status(), text(head, head.reasonStart(), head.reasonEnd()), lines, nowSeconds);
    }

    private static String text(ParsedResponse head, int start, int end) {
        return new String(head.buffer(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static StoredHead of(int status, String reason, List<Line> lines, long nowSeconds) {
        CacheControl own = targetedControl(lines);
        CacheControl control = own == null ? CacheControl.parse(joined(lines, "cache-control")) : own;
        String expires = joined(lines, "expires");
        long expiry = expires.isEmpty() ? HttpDate.NONE : HttpDate.parse(expires, nowSeconds);
        Freshness.Times times = new Freshness.Times(
                HttpDate.parse(joined(lines, "date"), nowSeconds),
                !expires.isEmpty() && expiry == HttpDate.NONE ? 0 : expiry,
                HttpDate.parse(joined(lines, "last-modified"), nowSeconds));
        return new StoredHead(status, reason, lines, nowSeconds, control, own != null, times, joined(lines, "etag"));
    }

    private static @org.jspecify.annotations.Nullable CacheControl targetedControl(List<Line> lines) {
        String text = joined(lines, "cdn-cache-control");
        return text.isEmpty() ? null : TargetedControl.parse(text);
    }

    private static String joined(List<Line> lines, String name) {
        StringBuilder all = new StringBuilder();
        for (Line line : lines) {
            if (line.is(name)) {
                all.append(all.isEmpty() ? "" : ", ").append(line.value);
            }
        }
        return all.toString();
    }

    /** All values of the field with commas between; empty: it is not there. */
    String field(String name) {
        return joined(lines, name);
    }

    /** Without what was not the backend's. */
    StoredHead without(String name) {
        List<Line> left = lines.stream().filter(line -> !line.is(name)).toList();
        return new StoredHead(status, reason, left, nowSeconds, control, targeted, times, etag);
    }

    /** What a 304 says takes the place of what was there (§4.3.4). */
    StoredHead merged(StoredHead confirmation) {
        List<Line> merged = new ArrayList<>();
        for (Line line : lines) {
            if (isStaying(line, confirmation)) {
                merged.add(line);
            }
        }
        for (Line line : confirmation.lines) {
            if (isTaken(line)) {
                merged.add(line);
            }
        }
        return of(status, reason, merged, confirmation.nowSeconds);
    }

    private static boolean isStaying(Line line, StoredHead confirmation) {
        return !isTaken(line) || confirmation.lines.stream().noneMatch(other -> other.is(line.name));
    }

    private static boolean isTaken(Line line) {
        String name = line.name.toLowerCase(Locale.ROOT);
        return !NOT_MERGED.contains(name) && !name.equals("content-length");
    }

    /** Lower case, sorted, each once; {@code *} among them: by anything. So is what is malformed, or too much. */
    List<String> vary() {
        TreeSet<String> names = new TreeSet<>();
        for (String name : field("vary").toLowerCase(Locale.ROOT).split(",", -1)) {
            if (!name.isBlank()) {
                names.add(isToken(name.strip()) ? name.strip() : ANYTHING);
            }
        }
        return names.size() > MOST_VARY ? List.of(ANYTHING) : List.copyOf(names);
    }

    private static boolean isToken(String name) {
        return name.chars().allMatch(c -> c < 128 && Octets.isToken((byte) c));
    }

    List<String> tags() {
        List<String> tags = new ArrayList<>();
        for (String tag : (field("cache-tag") + " " + field("surrogate-key")).split("[, ]+")) {
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
        }
        return List.copyOf(tags);
    }

    /** A cookie that no directive takes out. */
    boolean setsCookie() {
        return !isTakenOut("set-cookie") && lines.stream().anyMatch(line -> line.is("set-cookie"));
    }

    private boolean isTakenOut(String name) {
        return NEVER.contains(name)
                || control.noCacheFields().contains(name)
                || control.privateFields().contains(name);
    }

    boolean hasValidator() {
        return !etag.isEmpty() || times.lastModified() != HttpDate.NONE;
    }

    /** The date, or when it arrived. */
    long date() {
        return times.date() == HttpDate.NONE ? nowSeconds : times.date();
    }

    /** With the body's length; what is not to be kept is left out. */
    StoredHead kept(long length) {
        List<Line> kept = new ArrayList<>();
        for (Line line : lines) {
            if (!isTakenOut(line.name.toLowerCase(Locale.ROOT))) {
                kept.add(line);
            }
        }
        if (field("date").isEmpty()) {
            kept.add(new Line("Date", HttpDate.format(nowSeconds))); // RFC 9110 §6.6.1
        }
        if (status != 204) {
            kept.add(new Line("Content-Length", Long.toString(length)));
        }
        return new StoredHead(status, reason, List.copyOf(kept), nowSeconds, control, targeted, times, etag);
    }

    byte[] bytes() {
        return bytes(status, reason, lines);
    }

    static byte[] bytes(int status, String reason, List<Line> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        write(out, "HTTP/1.1 " + status + " " + reason + "\r\n");
        for (Line line : lines) {
            write(out, line.name + ": " + line.value + "\r\n");
        }
        write(out, "\r\n");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
