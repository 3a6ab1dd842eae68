package io.weir.node.filter.protect;

import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.FieldEdits;
import io.weir.node.decide.protect.CorsRules;
import io.weir.node.decide.protect.Preflight;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CORS: answers preflights, and tells browsers in every other answer, whoever makes it, whether the page may read it.
 * Before all that may refuse a request, so that pages can read refusals, too, and since preflights have no credentials.
 */
public final class CorsFilter implements Filter {
    /** What a backend says about it would be a second opinion; two such fields are none to a browser. */
    public static final FieldEdits NOT_THE_BACKENDS = new FieldEdits(
            Map.of(),
            Map.of(),
            List.of(
                    "Access-Control-Allow-Origin",
                    "Access-Control-Allow-Credentials",
                    "Access-Control-Allow-Methods",
                    "Access-Control-Allow-Headers",
                    "Access-Control-Allow-Private-Network",
                    "Access-Control-Expose-Headers",
                    "Access-Control-Max-Age"));

    private static final Problem REFUSED =
            Problem.of(403, "preflight-refused", "Pages of this origin may not send such a request");
    private static final FieldName REQUEST_HEADERS = FieldName.of("access-control-request-headers");
    private static final FieldName PRIVATE_NETWORK = FieldName.of("access-control-request-private-network");
    private static final byte[] TRUE = Octets.ascii("true");
    private static final byte[] ORIGIN_LINE = Octets.ascii("Access-Control-Allow-Origin: ");
    private static final byte[] ANY_ORIGIN = Octets.ascii("Access-Control-Allow-Origin: *");
    private static final byte[] CREDENTIALS = Octets.ascii("Access-Control-Allow-Credentials: true");
    private static final byte[] VARY = Octets.ascii("Vary: Origin");
    private static final String VARY_PREFLIGHT =
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    private static final byte[] NOTHING = {};
    /** Longer ones are no origins: a name has at most 253 characters. */
    private static final int LONGEST_ORIGIN = 512;

    private static final ThreadLocal<byte[]> LINE =
            ThreadLocal.withInitial(() -> java.util.Arrays.copyOf(ORIGIN_LINE, ORIGIN_LINE.length + LONGEST_ORIGIN));

    private final BrowserPolicy.Cors policy;
    private final CorsRules rules;
    private final byte @Nullable [] exposed;

    CorsFilter(BrowserPolicy.Cors policy) {
        this.policy = policy;
        rules = new CorsRules(policy);
        exposed = policy.exposed().isEmpty()
                ? null
                : Octets.ascii("Access-Control-Expose-Headers: " + String.join(", ", policy.exposed()));
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        Preflight announced = Preflight.of(exchange.head());
        if (announced != null) {
            return answer(exchange, announced);
        }
        tellOrigin(exchange);
        if (!rules.everybody()) {
            exchange.addResponseLine(VARY, 0, VARY.length);
        }
        return Outcome.CONTINUE;
    }

    private void tellOrigin(FilterContext exchange) {
        RequestHead head = exchange.head();
        if (rules.everybody()) {
            exchange.addResponseLine(ANY_ORIGIN, 0, ANY_ORIGIN.length);
        } else {
            int field = rules.allowedOrigin(head);
            int length = field < 0 ? 0 : head.valueEnd(field) - head.valueStart(field);
            if (field < 0 || length > LONGEST_ORIGIN) {
                return;
            }
            byte[] line = LINE.get();
            System.arraycopy(head.buffer(), head.valueStart(field), line, ORIGIN_LINE.length, length);
            exchange.addResponseLine(line, 0, ORIGIN_LINE.length + length);
        }
        if (policy.credentials()) {
            exchange.addResponseLine(CREDENTIALS, 0, CREDENTIALS.length);
        }
        byte[] names = exposed;
        if (names != null) {
            exchange.addResponseLine(names, 0, names.length);
        }
    }

    private Outcome answer(FilterContext exchange, Preflight announced) {
        RequestHead head = exchange.head();
        exchange.addResponseField("Vary", VARY_PREFLIGHT);
        CorsRules.Verdict verdict = rules.preflight(head, announced);
        if (verdict != CorsRules.Verdict.ALLOWED) {
            exchange.deny(REFUSED.withDetail(
                    switch (verdict) {
                        case OTHER_ORIGIN, ALLOWED -> "The origin is not among those of the policy";
                        case OTHER_METHOD -> "The method is not among those of the policy";
                        case OTHER_HEADER -> "A field that is announced is not among those of the policy";
                    }));
            return Outcome.ANSWERED;
        }
        tellOrigin(exchange);
        tellMethodsAndHeaders(exchange, announced);
        exchange.answer(204, "", NOTHING);
        return Outcome.ANSWERED;
    }

    private void tellMethodsAndHeaders(FilterContext exchange, Preflight announced) {
        boolean anyMethod = policy.methods().equals(BrowserPolicy.ANY);
        String methods = anyMethod ? announced.methodText() : String.join(", ", policy.methods());
        exchange.addResponseField("Access-Control-Allow-Methods", methods);
        boolean anyHeader = policy.headers().equals(BrowserPolicy.ANY);
        String headers = anyHeader ? announcedHeaders(announced) : String.join(", ", policy.headers());
        if (!headers.isEmpty()) {
            exchange.addResponseField("Access-Control-Allow-Headers", headers);
        }
        int network = announced.indexOf(PRIVATE_NETWORK, 0);
        if (policy.privateNetwork()
                && network >= 0
                && Octets.same(announced.buffer(), announced.valueStart(network), announced.valueEnd(network), TRUE)) {
            exchange.addResponseField("Access-Control-Allow-Private-Network", "true");
        }
        exchange.addResponseField(
                "Access-Control-Max-Age", Long.toString(policy.maxAge().toSeconds()));
    }

    /** By their names, since a {@code *} says nothing about {@code Authorization} (Fetch, CORS-non-wildcard request-header name). */
    private static String announcedHeaders(RequestHead head) {
        return Objects.requireNonNullElse(head.joined(REQUEST_HEADERS, ", "), "");
    }
}
