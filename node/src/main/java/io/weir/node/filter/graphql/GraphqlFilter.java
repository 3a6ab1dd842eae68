package io.weir.node.filter.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.GraphqlPolicy;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.decide.graphql.Operation;
import io.weir.node.decide.graphql.QueryLimits;
import io.weir.node.filter.graphql.Examination.Found;
import io.weir.node.filter.validate.ContentType;
import io.weir.node.filter.validate.JsonText;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests of GraphQL over HTTP ask for what they may, or for nothing. What is read in two ways by two readers (a name there
 * twice, a query in the body and another in the URL) is refused, else limits would hold for the one and not for the other.
 */
final class GraphqlFilter implements Filter {
    /** On a loop everybody else waits meanwhile. */
    private static final int SMALL = 16 * 1024;

    private static final FieldName CODING = FieldName.of("content-encoding");
    private static final FieldName TYPE = FieldName.of("content-type");

    private final GraphqlPolicy policy;
    private final JsonLimits json;
    private final Examination examination;
    private final BoundedWork workers;

    GraphqlFilter(GraphqlPolicy policy, DocumentFiles files, BoundedWork workers) {
        this.policy = policy;
        this.workers = workers;
        json = new JsonLimits(64, 10_000, 100_000, policy.bodyBytes(), 1_000, false);
        Set<String> lists = Set.copyOf(policy.lists());
        QueryReader reader = new QueryReader(policy.tokens(), new FieldCosts(policy.fieldCosts(), lists));
        PersistedQueries persisted = PersistedQueries.of(policy.name(), policy.persisted(), reader, files);
        QueryLimits limits = new QueryLimits(policy.depth(), policy.cost(), policy.introspection());
        examination = new Examination(new Queries(reader, persisted), persisted, limits, lists);
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        try {
            if (exchange.isWebSocket()) {
                throw new Refused(GraphqlRefusals.WEBSOCKET);
            }
            QueryMembers members = new QueryMembers(head.text(head.queryStart(), head.queryEnd()), json);
            if (head.method() == Method.GET) {
                return examine(exchange, () -> List.of(GraphqlRequest.of(members)), true);
            }
            checkPost(exchange, members);
        } catch (Refused e) {
            return deny(exchange, e.problem());
        }
        Outcome collected = exchange.collectBody(policy.bodyBytes(), () -> go(exchange));
        return collected == Outcome.CONTINUE ? examine(exchange) : collected;
    }

    private void go(FilterContext exchange) {
        Outcome outcome = examine(exchange);
        if (outcome != Outcome.WAIT) {
            exchange.resume(outcome);
        }
    }

    private static void checkPost(FilterContext exchange, QueryMembers members) throws Refused {
        if (exchange.head().method() != Method.POST) {
            exchange.addResponseField("Allow", "GET, POST");
            throw new Refused(GraphqlRefusals.METHOD);
        }
        if (!members.isEmpty()) {
            throw Refused.request("A part of the request is in the URL, and another in the body");
        }
        String coding = exchange.requestField(CODING);
        String field = exchange.requestField(TYPE);
        ContentType type = field == null ? null : ContentType.parse(field);
        boolean plain = coding == null || coding.equalsIgnoreCase("identity");
        if (!plain || type == null || !type.essence().equals("application/json") || !type.isUtf8()) {
            exchange.addResponseField(plain ? "Accept" : "Accept-Encoding", plain ? "application/json" : "identity");
            throw new Refused(GraphqlRefusals.TYPE);
        }
    }

    private Outcome examine(FilterContext exchange) {
        byte[] body = exchange.body();
        if (body == null) {
            throw new IllegalStateException("the body was collected");
        }
        return examine(exchange, () -> requests(body), body.length <= SMALL);
    }

    /** What a request consists of, read anew wherever it is needed: a loop lets no tree out of its hands. */
    private interface Source {
        List<GraphqlRequest> read() throws Refused;
    }

    private Outcome examine(FilterContext exchange, Source source, boolean small) {
        try {
            Found found = small ? examination.examine(source.read(), false) : null;
            if (found != null) {
                return conclude(exchange, found);
            }
        } catch (Refused e) {
            return deny(exchange, e.problem());
        }
        boolean taken = workers.take(() -> work(exchange, source));
        return taken ? Outcome.WAIT : deny(exchange, GraphqlRefusals.OVERLOADED);
    }

    private void work(FilterContext exchange, Source source) {
        try {
            Found found = examination.examine(source.read(), true);
            if (found == null) {
                throw new IllegalStateException("what may be read is read");
            }
            exchange.loop().execute(() -> exchange.resume(conclude(exchange, found)));
        } catch (Refused e) {
            exchange.loop().execute(() -> exchange.resume(deny(exchange, e.problem())));
        }
    }

    private List<GraphqlRequest> requests(byte[] body) throws Refused {
        JsonText.Result read = JsonText.read(body, json, true);
        JsonNode root = read.tree();
        if (root instanceof ObjectNode object) {
            return List.of(GraphqlRequest.of(new GraphqlRequest.Body(object)));
        }
        if (root instanceof ArrayNode array && policy.batch() > 1) {
            return batch(array);
        }
        Problem refused = read.refused();
        throw refused != null ? new Refused(refused) : Refused.request("The body is not one object");
    }

    private List<GraphqlRequest> batch(ArrayNode array) throws Refused {
        if (array.isEmpty() || array.size() > policy.batch()) {
            throw Refused.request("It has to ask for 1 to " + policy.batch() + " operations");
        }
        List<GraphqlRequest> requests = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            if (!(item instanceof ObjectNode object)) {
                throw Refused.request("One of the operations is no object");
            }
            requests.add(GraphqlRequest.of(new GraphqlRequest.Body(object)));
        }
        return requests;
    }

    private static Outcome conclude(FilterContext exchange, Found found) {
        boolean get = exchange.head().method() == Method.GET;
        for (Operation operation : found.operations()) {
            if (get && operation.kind() == Operation.Kind.MUTATION) {
                exchange.addResponseField("Allow", "POST");
                return deny(exchange, GraphqlRefusals.METHOD);
            }
        }
        if (found.replaces()) {
            KnownTexts.put(exchange, found.texts());
        }
        exchange.noteOperation(OperationNames.of(found.operations()));
        return Outcome.CONTINUE;
    }

    private static Outcome deny(FilterContext exchange, @Nullable Problem problem) {
        exchange.deny(problem == null ? GraphqlRefusals.REQUEST : problem);
        return Outcome.ANSWERED;
    }
}
