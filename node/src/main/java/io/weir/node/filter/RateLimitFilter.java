package io.weir.node.filter;

import io.weir.config.model.Policy;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;

/**
 * Limit: takes a token of the key's bucket. Each answer says what is left (draft-ietf-httpapi-ratelimit-headers). A
 * request without the key (no such header, say) shares the bucket of all others without it. Where the node holds a
 * lease, nothing is allocated.
 */
final class RateLimitFilter implements Filter {
    private static final Problem LIMITED = Problem.of(429, "rate-limited", "Too many requests");
    private static final byte[] NO_KEY = new byte[0];
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final Limiter limiter;
    private final KeyReader key;
    private final byte[] policyLine;
    private final byte[] lineStart;

    /** Of one loop, used within one call. */
    private static final class Scratch {
        final LimitAnswer answer = new LimitAnswer();
        final FieldLine line = new FieldLine();
    }

    /** @param routeKey the key where the policy's is {@code route} */
    RateLimitFilter(Policy.RateLimit policy, Limiter limiter, byte[] routeKey) {
        this.limiter = limiter;
        this.key = KeyReader.of(policy.key(), routeKey);
        long window = Math.max(1, (long) Math.ceil(policy.burst() / policy.ratePerSecond()));
        policyLine = ascii("RateLimit-Policy: \"" + policy.name() + "\";q=" + policy.burst() + ";w=" + window);
        lineStart = ascii("RateLimit: \"" + policy.name() + "\";r=");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        LimitAnswer answer = SCRATCH.get().answer;
        long range = key.range(exchange);
        byte[] bytes = range == KeyReader.NONE ? NO_KEY : key.array(exchange);
        int start = range == KeyReader.NONE ? 0 : KeyReader.start(range);
        int end = range == KeyReader.NONE ? 0 : KeyReader.end(range);
        Limiter.Admission admission = limiter.admit(bytes, start, end, exchange.nowNanos(), answer);
        if (admission != Limiter.Admission.WAIT) {
            return conclude(exchange, admission, answer);
        }
        limiter.await(
                bytes,
                start,
                end,
                exchange.loop(),
                (decided, later) -> exchange.resume(conclude(exchange, decided, later)));
        return Outcome.WAIT;
    }

    private Outcome conclude(FilterContext exchange, Limiter.Admission admission, LimitAnswer answer) {
        exchange.addResponseLine(policyLine, 0, policyLine.length);
        long resetSeconds = ceilSeconds(answer.resetNanos());
        FieldLine line = SCRATCH.get().line;
        line.begin(lineStart).number(answer.remaining()).text(";t=").number(resetSeconds);
        exchange.addResponseLine(line.bytes(), 0, line.length());
        if (admission == Limiter.Admission.ADMITTED) {
            return Outcome.CONTINUE;
        }
        exchange.addResponseField("Retry-After", Long.toString(Math.max(1, resetSeconds)));
        exchange.deny(LIMITED);
        return Outcome.ANSWERED;
    }

    private static long ceilSeconds(long nanos) {
        return nanos <= 0 ? 0 : (nanos - 1) / 1_000_000_000 + 1;
    }
}
