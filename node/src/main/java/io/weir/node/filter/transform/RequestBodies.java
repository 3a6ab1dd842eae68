package io.weir.node.filter.transform;

import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;

/** Brings the bodies of requests and their conversions together: small ones on the loop, all others on the workers, a few at once. */
final class RequestBodies {
    private static final FieldName CONTENT_TYPE = FieldName.of("content-type");
    private static final FieldName[] OF_THE_BYTES = {
        FieldName.of("content-digest"),
        FieldName.of("content-md5"),
        FieldName.of("repr-digest"),
        FieldName.of("digest"),
    };

    private final int mostBytes;
    private final BoundedWork workers;

    /** @param mostBytes longer bodies are refused */
    RequestBodies(int mostBytes, BoundedWork workers) {
        this.mostBytes = mostBytes;
        this.workers = workers;
    }

    /** How a filter refuses. On the loop. */
    interface Refusal {
        Outcome refuse(FilterContext exchange, Problem problem);
    }

    /** What a filter answers whose exchange's body is to be converted. */
    Outcome convert(FilterContext exchange, Conversion conversion, Refusal refusal) {
        Outcome collected = exchange.collectBody(mostBytes, () -> {
            Outcome outcome = collected(exchange, conversion, refusal);
            if (outcome != Outcome.WAIT) {
                exchange.resume(outcome);
            }
        });
        return collected == Outcome.CONTINUE ? collected(exchange, conversion, refusal) : collected;
    }

    private Outcome collected(FilterContext exchange, Conversion conversion, Refusal refusal) {
        byte[] body = exchange.body();
        if (body == null) {
            throw new IllegalStateException("the body was collected");
        }
        if (body.length == 0 && !conversion.takesNothing()) {
            return Outcome.CONTINUE;
        }
        if (body.length <= conversion.mostOnLoop()) {
            return converted(exchange, conversion, body, refusal).conclude();
        }
        boolean taken = workers.take(() -> {
            Conclusion conclusion = converted(exchange, conversion, body, refusal);
            exchange.loop().execute(() -> exchange.resume(conclusion.conclude()));
        });
        return taken ? Outcome.WAIT : refusal.refuse(exchange, TransformRefusals.OVERLOADED);
    }

    /** What is to be done on the loop, found out by whoever has the time. */
    private interface Conclusion {
        Outcome conclude();
    }

    private static Conclusion converted(FilterContext exchange, Conversion conversion, byte[] body, Refusal refusal) {
        try {
            Conversion.Converted result = conversion.convert(body, 0);
            return () -> replace(exchange, result);
        } catch (BodyFault e) {
            Problem problem = e.problem();
            return () -> refusal.refuse(exchange, problem);
        }
    }

    private static Outcome replace(FilterContext exchange, Conversion.Converted result) {
        exchange.setRequestField(CONTENT_TYPE, result.contentType());
        for (FieldName field : OF_THE_BYTES) {
            exchange.dropRequestField(field);
        }
        exchange.replaceBody(result.body());
        return Outcome.CONTINUE;
    }
}
