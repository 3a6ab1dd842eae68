package io.weir.node.decide.signature;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of a request can be signed: the values of components (RFC 9421 §2). Paths and queries are taken as they were sent;
 * what is routed and forwarded follows from them.
 *
 * @param secure whether the client came over TLS
 */
public record SignedRequest(RequestHead head, boolean secure) {
    private static final FieldName HOST = FieldName.of("host");

    /** The derived component or the field; null when the request has none, or none that is unambiguous. */
    @Nullable
    String value(Component component) {
        return component.name().startsWith("@") ? derived(component) : field(component);
    }

    private @Nullable String derived(Component component) {
        return switch (component.name()) {
            case "@method" -> head.methodText();
            case "@target-uri" -> scheme() + "://" + authority() + target();
            case "@authority" -> authority();
            case "@scheme" -> scheme();
            case "@request-target" -> target();
            case "@path" -> head.sentPath();
            case "@query" -> "?" + query();
            case "@query-param" -> FormQuery.parameter(query(), component.key());
            default -> null;
        };
    }

    private String scheme() {
        return secure ? "https" : "http";
    }

    private String query() {
        return head.text(head.queryStart(), head.queryEnd());
    }

    /** Path and query as they were sent. */
    public String target() {
        return head.hasQuery() ? head.sentPath() + "?" + query() : head.sentPath();
    }

    /** Without the scheme's usual port (§2.2.3). */
    private String authority() {
        String host = head.text(head.hostStart(), head.hostEnd());
        String port = head.text(Math.min(head.hostEnd(), head.authorityEnd()), head.authorityEnd());
        boolean usual = port.length() <= 1 || port.equals(secure ? ":443" : ":80");
        return usual ? host : host + port;
    }

    private @Nullable String field(Component component) {
        if (component.form() == Component.Form.BYTES) {
            return isOverruled(component.name()) ? null : FieldForms.bytes(head, FieldName.of(component.name()));
        }
        String value = field(component.name());
        return switch (component.form()) {
            case STRICT -> value == null ? null : FieldForms.strict(component.name(), value);
            case KEY -> value == null ? null : FieldForms.member(value, component.key());
            default -> value;
        };
    }

    /**
     * A {@code Host} that does not count, since the target names another one (RFC 9112 §3.2.2): who signed it did not mean the
     * host that the request is for.
     */
    private boolean isOverruled(String name) {
        int host = name.equals("host") ? head.indexOf(HOST, 0) : -1;
        return host >= 0
                && !Arrays.equals(
                        head.buffer(),
                        head.valueStart(host),
                        head.valueEnd(host),
                        head.buffer(),
                        head.hostStart(),
                        head.authorityEnd());
    }

    /** All lines of a field, joined as a list would be (§2.1); null when there is none. */
    public @Nullable String field(String name) {
        return isOverruled(name) ? null : head.joined(FieldName.of(name), ", ");
    }

    /** Whether there is a body, by what the head says of it. */
    public boolean hasBody() {
        String length = field("content-length");
        return length == null ? field("transfer-encoding") != null : !length.equals("0");
    }
}
