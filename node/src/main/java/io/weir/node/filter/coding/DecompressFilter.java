package io.weir.node.filter.coding;

import io.weir.config.model.CodingPolicy;
import io.weir.config.model.ContentCoding;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** decompress: filters that follow, and backends, get the request's body without its content coding (RFC 9110 §8.4). */
public final class DecompressFilter implements Filter {
    /** On a loop everybody else waits meanwhile; so much has come out within 200 µs. */
    private static final int SMALL = 32 * 1024;

    private static final Problem UNKNOWN =
            Problem.of(415, "unsupported-media-type", "The body is in a content coding that is not taken here");
    private static final Problem OVERLOADED = Problem.of(503, "overloaded", "Too many bodies wait to be decoded");
    private static final List<FieldName> OF_CODED_BYTES = List.of(
            CodedFields.CONTENT_ENCODING,
            FieldName.of("content-digest"),
            FieldName.of("repr-digest"),
            FieldName.of("content-md5"),
            FieldName.of("digest"));

    private final CodingPolicy.Decompress policy;
    private final List<ContentCoding> codings;
    private final BoundedWork workers;
    private final String accepted;

    public DecompressFilter(CodingPolicy.Decompress policy, BoundedWork workers) {
        this.policy = policy;
        this.workers = workers;
        codings = Codings.available(policy.name(), policy.codings());
        accepted = codings.stream().map(ContentCoding::token).collect(Collectors.joining(", "));
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        String coded = CodedFields.of(exchange);
        if (coded == null || exchange.bodyLength() == 0) {
            return Outcome.CONTINUE;
        }
        Optional<List<ContentCoding>> applied = CodedFields.codings(coded, codings);
        if (applied.isEmpty()) {
            // RFC 9110 §15.5.16: what would be taken
            exchange.addResponseField("Accept-Encoding", accepted.isEmpty() ? "identity" : accepted);
            return deny(exchange, UNKNOWN);
        }
        if (applied.get().isEmpty()) {
            return Outcome.CONTINUE;
        }
        Outcome collected = exchange.collectBody(policy.mostBytes(), () -> {
            Outcome outcome = decode(exchange, applied.get());
            if (outcome != Outcome.WAIT) {
                exchange.resume(outcome);
            }
        });
        return collected == Outcome.CONTINUE ? decode(exchange, applied.get()) : collected;
    }

    private Outcome decode(FilterContext exchange, List<ContentCoding> applied) {
        byte[] body = exchange.body();
        if (body == null) {
            throw new IllegalStateException("the body was collected");
        }
        if (body.length == 0) {
            return Outcome.CONTINUE;
        }
        DecodedBody decoded = new DecodedBody(applied, body, policy);
        boolean taken = false;
        try {
            if (decoded.decode(SMALL)) {
                return conclude(exchange, decoded);
            }
            taken = workers.take(() -> rest(exchange, decoded));
            return taken ? Outcome.WAIT : deny(exchange, OVERLOADED);
        } finally {
            if (!taken) {
                decoded.close();
            }
        }
    }

    private static void rest(FilterContext exchange, DecodedBody decoded) {
        try {
            decoded.decode(Integer.MAX_VALUE);
        } finally {
            decoded.close();
        }
        exchange.loop().execute(() -> exchange.resume(conclude(exchange, decoded)));
    }

    private static Outcome conclude(FilterContext exchange, DecodedBody decoded) {
        Problem problem = decoded.problem();
        if (problem != null) {
            return deny(exchange, problem);
        }
        OF_CODED_BYTES.forEach(exchange::dropRequestField);
        exchange.replaceBody(decoded.plain());
        return Outcome.CONTINUE;
    }

    private static Outcome deny(FilterContext exchange, Problem problem) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
