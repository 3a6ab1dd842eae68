package io.weir.node.filter.transform;

import io.weir.config.model.BodyFormat;
import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Soap;
import io.weir.config.model.Transform.SoapSide;
import io.weir.config.model.Transform.SoapVersion;
import io.weir.node.filter.coding.PlainAnswer;
import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.filter.validate.ContentType;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transform, with SOAP on one side and JSON on the other: one operation. Thread-safe. */
final class SoapFilter implements Filter {
    private static final FieldName CONTENT_TYPE = FieldName.of("content-type");
    private static final FieldName ACCEPT = FieldName.of("accept");
    private static final FieldName ACTION = FieldName.of("soapaction");
    private static final Problem POST_ALONE = Problem.of(405, "method-not-allowed", "The method is not allowed here");

    private final Soap soap;
    private final SoapConversions conversions;
    private final List<BodyEdits> edits;
    private final int mostBytes;
    private final BoundedWork workers;
    private final RequestBodies bodies;
    private final boolean clientsSpeakIt;

    SoapFilter(Transform policy, Soap soap, List<BodyEdits> edits, BoundedWork workers) {
        this.soap = soap;
        this.conversions = new SoapConversions(policy, soap);
        this.edits = List.copyOf(edits);
        this.mostBytes = policy.bodyBytes();
        this.workers = workers;
        this.bodies = new RequestBodies(policy.bodyBytes(), workers);
        this.clientsSpeakIt = soap.side() == SoapSide.CLIENT;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        if (exchange.head().method() != Method.POST) {
            exchange.addResponseField("Allow", "POST");
            return refuse(exchange, POST_ALONE);
        }
        String said = exchange.requestField(CONTENT_TYPE);
        ContentType type = said == null ? null : ContentType.parse(said);
        boolean empty = exchange.bodyLength() == 0;
        if (!(empty && !clientsSpeakIt) && (type == null || !takes(type))) {
            return refuse(exchange, TransformRefusals.WRONG_TYPE);
        }
        String coding = exchange.requestField(FieldName.of("content-encoding"));
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            return refuse(exchange, TransformRefusals.ENCODED);
        }
        prepare(exchange);
        String charset = type == null ? "" : type.charset();
        List<BodyEdit> changes = TransformFilter.requestEdits(edits, exchange);
        Conversion conversion = clientsSpeakIt
                ? conversions.fromOperation(charset, changes)
                : conversions.toOperation(charset, changes);
        return bodies.convert(exchange, conversion, this::refuse);
    }

    private boolean takes(ContentType type) {
        if (!clientsSpeakIt) {
            return BodyFormat.of(type.essence()).orElse(null) == BodyFormat.JSON;
        }
        return type.essence().equals(soap.version() == SoapVersion.V1_1 ? "text/xml" : "application/soap+xml");
    }

    private void prepare(FilterContext exchange) {
        if (clientsSpeakIt) {
            exchange.dropRequestField(ACTION);
            exchange.setRequestField(ACCEPT, Transform.JSON);
        } else if (soap.version() == SoapVersion.V1_1) {
            exchange.setRequestField(ACTION, '"' + soap.action() + '"');
            exchange.setRequestField(ACCEPT, "text/xml");
        } else {
            exchange.dropRequestField(ACTION);
            exchange.setRequestField(ACCEPT, "application/soap+xml");
        }
        List<BodyEdit> changes = TransformFilter.answerEdits(edits, exchange);
        String id = exchange.requestId();
        AnswerPlan plan = new Plan(changes, id);
        exchange.translateAnswer(() -> new AnswerConversion(plan, false, mostBytes, workers, id));
        PlainAnswer.ask(exchange, Long.MAX_VALUE);
    }

    /** Clients of SOAP get faults, as far as it is this filter that refuses. */
    private Outcome refuse(FilterContext exchange, Problem problem) {
        if (!clientsSpeakIt) {
            exchange.deny(problem);
            return Outcome.ANSWERED;
        }
        try {
            Conversion.Converted fault = conversions.fault(problem);
            exchange.answer(fault.status(), fault.contentType(), fault.body());
        } catch (BodyFault e) {
            exchange.deny(problem);
        }
        return Outcome.ANSWERED;
    }

    private final class Plan implements AnswerPlan {
        private final List<BodyEdit> changes;
        private final String requestId;

        Plan(List<BodyEdit> changes, String requestId) {
            this.changes = new ArrayList<>(changes);
            this.requestId = requestId;
        }

        @Override
        public @Nullable Conversion conversion(AnswerLines head) {
            ContentType type = ContentType.parse(head.type());
            BodyFormat format =
                    type == null ? null : BodyFormat.of(type.essence()).orElse(null);
            if (clientsSpeakIt) {
                boolean told = format == BodyFormat.JSON || head.status() >= 400 || head.status() == 204;
                return told ? conversions.toAnswer(type == null ? "" : type.charset(), changes) : null;
            }
            return type != null && format == BodyFormat.XML
                    ? conversions.fromAnswer(type.charset(), changes, requestId)
                    : null;
        }

        @Override
        public boolean converts() {
            return true;
        }

        @Override
        public int depth() {
            return conversions.depth();
        }

        @Override
        public String vary() {
            return "";
        }
    }
}
