package io.weir.node.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message as it was on the wire.
 *
 * @param start request line or status line
 * @param fields whole lines, in order
 * @param body without framing
 */
public record WireMessage(String start, List<String> fields, String body, List<String> trailers) {
    /** Lines as they go on the wire, each with its end. */
    public static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /** Of an answer. */
    public int status() {
        return Integer.parseInt(start.substring(9, 12));
    }

    /** Of a request. */
    public String method() {
        return start.substring(0, start.indexOf(' '));
    }

    /** Of a request: path and query. */
    public String target() {
        return start.substring(start.indexOf(' ') + 1, start.lastIndexOf(' '));
    }

    /** All values of a field, in order; the name in any case. */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (String line : fields) {
            int colon = line.indexOf(':');
            if (line.substring(0, colon).equalsIgnoreCase(name)) {
                values.add(line.substring(colon + 1).strip());
            }
        }
        return values;
    }

    /** The one value of a field; fails when there are several. */
    public Optional<String> field(String name) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " is there more than once: " + values);
        }
        return values.stream().findFirst();
    }

    /** The type of a problem, without what they all begin with; empty for what is none. */
    public String problem() {
        String mark = "\"type\":\"urn:weir:problem:";
        int at = body.indexOf(mark);
        return at < 0 ? "" : body.substring(at + mark.length(), body.indexOf('"', at + mark.length()));
    }

    private boolean chunked() {
        return values("Transfer-Encoding").stream().anyMatch("chunked"::equalsIgnoreCase);
    }

    static WireMessage request(WireReader in) throws IOException {
        WireMessage head = head(in);
        return head.withBody(
                in, head.chunked() || !head.values("Content-Length").isEmpty());
    }

    static WireMessage answer(WireReader in, boolean bodiless) throws IOException {
        WireMessage head = head(in);
        boolean none = bodiless || head.status() < 200 || head.status() == 204 || head.status() == 304;
        return head.withBody(in, !none);
    }

    static WireMessage head(WireReader in) throws IOException {
        return new WireMessage(in.line(), in.lines(), "", List.of());
    }

    private WireMessage withBody(WireReader in, boolean some) throws IOException {
        if (!some) {
            return this;
        }
        List<String> behind = new ArrayList<>();
        String content = chunked()
                ? in.chunks(behind)
                : field("Content-Length").isPresent()
                        ? in.bytes(Long.parseLong(field("Content-Length").orElseThrow()))
                        : in.toTheEnd();
        return new WireMessage(start, fields, content, behind);
    }
}
