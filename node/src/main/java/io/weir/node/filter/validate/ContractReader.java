package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Validation;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.protocol.http.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads an OpenAPI description (3.0, 3.1) into what requests are held against. What it cannot check as it is described is
 * refused, never left out. In two turns: first all places of schemas are collected and looked over, then they are compiled.
 * One use.
 */
final class ContractReader {
    private static final List<Method> METHODS = List.of(
            Method.GET,
            Method.PUT,
            Method.POST,
            Method.DELETE,
            Method.OPTIONS,
            Method.HEAD,
            Method.PATCH,
            Method.TRACE);

    private final ContractTree tree;
    private final Validation.OpenApi terms;
    private final JsonLimits limits;
    private final List<Draft> drafts = new ArrayList<>();

    private ContractReader(ContractTree tree, Validation.OpenApi terms, JsonLimits limits) {
        this.tree = tree;
        this.terms = terms;
        this.limits = limits;
    }

    /** An operation that is described, before its schemas are compiled. */
    private record Draft(
            String path, Method method, List<ParameterReader.Draft> parameters, ContentReader.Draft content) {}

    /** @param document is changed: its references are rewritten */
    static ContractPaths read(ObjectNode document, Validation.OpenApi terms, JsonLimits limits) throws SchemaException {
        ContractReader reader = new ContractReader(ContractTree.of(document), terms, limits);
        String base = terms.basePath().isPresent() ? terms.basePath().get() : ServerPath.of(document);
        reader.paths();
        return reader.compile(base);
    }

    private void paths() throws SchemaException {
        JsonNode paths = tree.root().path("paths");
        if (!paths.isObject() || paths.isEmpty()) {
            throw new SchemaException("/paths", "describes no path");
        }
        for (Map.Entry<String, JsonNode> path : ((ObjectNode) paths).properties()) {
            if (!path.getKey().startsWith("x-")) {
                path(path.getKey(), Pointers.child("/paths", path.getKey()));
            }
        }
    }

    private void path(String path, String pointer) throws SchemaException {
        ContractTree.Place item = tree.follow(pointer);
        noServers(item);
        List<ContractTree.Place> shared = tree.items(item, "parameters");
        for (Method method : METHODS) {
            String name = method.name().toLowerCase(Locale.ROOT);
            if (item.node().has(name)) {
                operation(path, method, shared, tree.follow(Pointers.child(item.pointer(), name)));
            }
        }
    }

    private static void noServers(ContractTree.Place place) throws SchemaException {
        if (place.node().has("servers")) {
            throw new SchemaException(
                    Pointers.child(place.pointer(), "servers"), "servers of a single path are not supported");
        }
    }

    private void operation(String path, Method method, List<ContractTree.Place> shared, ContractTree.Place operation)
            throws SchemaException {
        noServers(operation);
        Map<String, ParameterReader.Draft> parameters = new LinkedHashMap<>();
        for (ContractTree.Place place : shared) {
            ParameterReader.read(place).ifPresent(draft -> parameters.put(draft.key(), draft));
        }
        List<String> own = new ArrayList<>();
        for (ContractTree.Place place : tree.items(operation, "parameters")) {
            ParameterReader.read(place).ifPresent(draft -> {
                parameters.put(draft.key(), draft);
                own.add(draft.key());
            });
        }
        if (own.stream().distinct().count() != own.size()) {
            throw new SchemaException(Pointers.child(operation.pointer(), "parameters"), "has a parameter twice");
        }
        PathTemplate.checkNames(path, parameters.values(), operation.pointer());
        drafts.add(new Draft(
                path,
                method,
                List.copyOf(parameters.values()),
                ContentReader.read(tree, operation, terms.unchecked())));
    }

    private ContractPaths compile(String base) throws SchemaException {
        List<String> schemas = new ArrayList<>();
        for (Draft draft : drafts) {
            draft.parameters().forEach(parameter -> schemas.add(parameter.schema()));
            schemas.addAll(draft.content().schemas());
        }
        tree.review(schemas);
        SchemaCompiler compiler = SchemaCompiler.of(tree.root());
        ContractPaths.Builder paths = new ContractPaths.Builder(base);
        for (Draft draft : drafts) {
            List<Parameter> parameters = new ArrayList<>();
            for (ParameterReader.Draft parameter : draft.parameters()) {
                parameters.add(parameter.compile(tree.root(), compiler));
            }
            paths.add(
                    draft.path(),
                    draft.method(),
                    new Operation(parameters, draft.content().compile(tree.root(), compiler, limits)));
        }
        return paths.build();
    }

    /** What an operation takes. */
    record Operation(List<Parameter> parameters, BodyContent content) {}

    /** By method. */
    static EnumMap<Method, Operation> none() {
        return new EnumMap<>(Method.class);
    }
}
