package io.weir.node.filter;

import io.weir.config.model.RequestKey;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.protocol.http.Problem;

/**
 * Limit: takes a token of the key's bucket. Each answer says what is left (draft-ietf-httpapi-ratelimit-headers). A
 * request without the key (no such header, say) shares the bucket of all others without it. Where the node holds a
 * lease, nothing is allocated.
 */
final class RateLimitFilter implements Filter {
    private static final Problem LIMITED = Problem.of(429, "rate-limited", "Too many requests");
    private static final byte[] NO_KEY = new byte[0];
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final KeyReader key;
    private final RateLimitTerms terms;

    /** Of one loop, used within one call. */
    private static final class Scratch {
        final LimitAnswer answer = new LimitAnswer();
        final FieldLine line = new FieldLine();
    }

    /** @param routeKey the key where {@code key} is {@code route} */
    RateLimitFilter(RequestKey key, RateLimitTerms terms, byte[] routeKey) {
        this.key = KeyReader.of(key, routeKey);
        this.terms = terms;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        LimitAnswer answer = SCRATCH.get().answer;
        RateLimitTerms own = terms.of(exchange.consumer());
        byte[] array = key.array(exchange);
        long range = key.range(exchange, array);
        byte[] bytes = range == KeyReader.NONE ? NO_KEY : array;
        int start = range == KeyReader.NONE ? 0 : KeyReader.start(range);
        int end = range == KeyReader.NONE ? 0 : KeyReader.end(range);
        Limiter.Admission admission = own.limiter.admit(bytes, start, end, exchange.nowNanos(), answer);
        if (admission != Limiter.Admission.WAIT) {
            return conclude(exchange, own, admission, answer);
        }
        own.limiter.await(
                bytes,
                start,
                end,
                exchange.loop(),
                (decided, later) -> exchange.resume(conclude(exchange, own, decided, later)));
        return Outcome.WAIT;
    }

    private static Outcome conclude(
            FilterContext exchange, RateLimitTerms terms, Limiter.Admission admission, LimitAnswer answer) {
        exchange.addResponseLine(terms.policyLine, 0, terms.policyLine.length);
        long resetSeconds = ceilSeconds(answer.resetNanos());
        FieldLine line = SCRATCH.get().line;
        line.begin(terms.lineStart).number(answer.remaining()).text(";t=").number(resetSeconds);
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
