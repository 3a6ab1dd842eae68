package io.weir.node.filter.grpc;

import io.weir.config.model.Rewrite;
import io.weir.node.decide.grpc.BindingTable.Found;
import io.weir.node.decide.grpc.BindingTable.Lookup;
import io.weir.node.decide.grpc.BindingTable.Missed;
import io.weir.node.filter.coding.CodedFields;
import io.weir.node.filter.validate.ContentType;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.List;
import java.util.Optional;

/** Transcode: JSON over HTTP becomes a call of gRPC, its answer JSON again. What is gRPC already goes on as it is. */
final class TranscodeFilter implements Filter {
    /** On a loop everybody else waits meanwhile; such a body is read within 200 µs. */
    private static final int SMALL = 4 * 1024;

    private static final byte[] CALL_LINES = Octets.ascii("Content-Type: application/grpc\r\n");
    private static final FieldName[] CLIENTS_OWN = {
        MediaChoice.CONTENT_TYPE,
        MediaChoice.ACCEPT,
        FieldName.of("accept-encoding"),
        FieldName.of("content-encoding"),
        FieldName.of("content-digest"),
        FieldName.of("content-md5"),
        FieldName.of("digest"),
        FieldName.of("grpc-encoding"),
        FieldName.of("grpc-accept-encoding"),
    };

    private final Transcoder transcoder;
    private final BoundedWork workers;

    TranscodeFilter(Transcoder transcoder, BoundedWork workers) {
        this.transcoder = transcoder;
        this.workers = workers;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        String type = MediaChoice.contentType(head);
        if (MediaChoice.isGrpc(type)) {
            return Outcome.CONTINUE;
        }
        Lookup<MethodBinding> lookup = transcoder.find(head.methodText(), path(exchange));
        if (lookup instanceof Missed<MethodBinding> missed) {
            return missed(exchange, missed.allowed());
        }
        Found<MethodBinding> found = (Found<MethodBinding>) lookup;
        if (found.value().method().isClientStreaming()) {
            return deny(exchange, GrpcRefusals.CLIENT_STREAM);
        }
        return exchange.bodyLength() == 0 ? call(exchange, found, new byte[0]) : body(exchange, found);
    }

    /** As the backend would see it. */
    private static String path(FilterContext exchange) {
        RequestHead head = exchange.head();
        String path = head.text(head.pathStart(), head.pathEnd());
        Optional<Rewrite> rewrite = exchange.route().rewrite();
        if (rewrite.isEmpty()) {
            return path;
        }
        String rest = path.substring(Math.min(rewrite.get().prefix().length(), path.length()));
        String replacement = rewrite.get().replacement();
        String joined = replacement.endsWith("/") && rest.startsWith("/")
                ? replacement + rest.substring(1)
                : replacement + rest;
        return joined.startsWith("/") ? joined : '/' + joined;
    }

    private static Outcome missed(FilterContext exchange, List<String> allowed) {
        if (allowed.isEmpty()) {
            return deny(exchange, GrpcRefusals.NO_PATH);
        }
        exchange.addResponseField("Allow", String.join(", ", allowed));
        return deny(exchange, GrpcRefusals.NO_METHOD);
    }

    private Outcome body(FilterContext exchange, Found<MethodBinding> found) {
        RequestHead head = exchange.head();
        MethodBinding binding = found.value();
        if (!binding.takesBody()) {
            return deny(exchange, GrpcRefusals.NO_BODY_TAKEN);
        }
        if (CodedFields.isCoded(exchange)) {
            exchange.addResponseField("Accept-Encoding", "identity");
            return deny(exchange, GrpcRefusals.ENCODED);
        }
        ContentType type = ContentType.of(head);
        if (!binding.takesRaw() && (type == null || !type.isJson())) {
            exchange.addResponseField("Accept", "application/json");
            return deny(exchange, GrpcRefusals.WRONG_TYPE);
        }
        Outcome collected = exchange.collectBody(transcoder.mostBytes(), () -> {
            Outcome outcome = collected(exchange, found);
            if (outcome != Outcome.WAIT) {
                exchange.resume(outcome);
            }
        });
        return collected == Outcome.CONTINUE ? collected(exchange, found) : collected;
    }

    private Outcome collected(FilterContext exchange, Found<MethodBinding> found) {
        byte[] body = exchange.body();
        if (body == null) {
            throw new IllegalStateException("the body was collected");
        }
        if (body.length <= SMALL) {
            return call(exchange, found, body);
        }
        String query = query(exchange);
        String type = type(exchange);
        boolean taken = workers.take(() -> {
            Transcoder.Result result = transcoder.call(found, query, body, type);
            exchange.loop().execute(() -> exchange.resume(conclude(exchange, found.value(), result)));
        });
        return taken ? Outcome.WAIT : deny(exchange, GrpcRefusals.OVERLOADED);
    }

    private Outcome call(FilterContext exchange, Found<MethodBinding> found, byte[] body) {
        return conclude(exchange, found.value(), transcoder.call(found, query(exchange), body, type(exchange)));
    }

    private static String query(FilterContext exchange) {
        RequestHead head = exchange.head();
        return head.text(head.queryStart(), head.queryEnd());
    }

    private static String type(FilterContext exchange) {
        String type = exchange.head().field(MediaChoice.CONTENT_TYPE);
        return type == null ? "" : type;
    }

    private Outcome conclude(FilterContext exchange, MethodBinding binding, Transcoder.Result result) {
        byte[] frame = result.frame();
        Problem refused = result.refused();
        if (frame == null) {
            return deny(exchange, refused == null ? GrpcRefusals.BAD_MESSAGE : refused);
        }
        for (FieldName name : CLIENTS_OWN) {
            exchange.dropRequestField(name);
        }
        exchange.addRequestLines(CALL_LINES);
        Problem late = exchange.callInstead(binding.target());
        if (late != null) {
            return deny(exchange, late);
        }
        exchange.replaceBody(frame);
        JsonForm form =
                MediaChoice.accepts(exchange.head(), JsonForm.EVENTS.contentType()) ? JsonForm.EVENTS : JsonForm.LINES;
        String requestId = exchange.requestId();
        exchange.translateAnswer(() -> transcoder.answer(binding, form, requestId, workers));
        return Outcome.CONTINUE;
    }

    private static Outcome deny(FilterContext exchange, Problem problem) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
