package io.weir.config.parse;

import io.weir.config.model.Api;
import io.weir.config.model.Certificate;
import io.weir.config.model.Consumer;
import io.weir.config.model.Defaults;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Listener;
import io.weir.config.model.Policy;
import io.weir.config.model.Route;
import io.weir.config.model.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** Reads a gateway document (YAML or JSON) and validates it; finds every mistake at once. Stateless, thread-safe. */
public final class DocumentReader {
    /** Longer texts are refused: about four times a document of 10,000 routes. */
    public static final int MOST_CHARACTERS = 8 * 1024 * 1024;

    private static final String VERSION = "weir: 1, the version of the document's format";

    private DocumentReader() {}

    /** @param fileName what mistakes call the text; {@code .json} is read as JSON, anything else as what it looks like */
    public static ParseResult read(String text, String fileName) {
        Mistakes mistakes = new Mistakes(fileName);
        Tree tree;
        try {
            tree = tree(text, fileName, mistakes);
        } catch (SyntaxException e) {
            mistakes.add(e.at(), "", e.reason(), "a YAML or JSON document");
            return ParseResult.wrong(mistakes.sorted());
        }
        Reading reading = new Reading(mistakes, new Names(mistakes), new CrossChecks(mistakes));
        GatewayDocument document = document(reading, tree);
        return mistakes.isEmpty() ? ParseResult.of(document) : ParseResult.wrong(mistakes.sorted());
    }

    static Tree tree(String text, String fileName, Mistakes mistakes) throws SyntaxException {
        if (text.length() > MOST_CHARACTERS) {
            String message = "has " + text.length() + " characters, more than " + MOST_CHARACTERS;
            throw new SyntaxException(Position.START, message);
        }
        boolean named = fileName.toLowerCase(Locale.ROOT).endsWith(".json");
        boolean json = named || text.stripLeading().startsWith("{");
        return json ? JsonTree.read(text, mistakes) : YamlTree.read(text, mistakes);
    }

    private static GatewayDocument document(Reading reading, Tree tree) {
        Fields fields = Fields.of(reading, tree, Path.ROOT, "a mapping that begins with weir: 1");
        fields.required("weir", text -> Terms.integer(text, 1, 1), VERSION, 1);
        List<Listener> listeners = each(fields, "listeners", ListenerReader::read);
        List<Upstream> upstreams = each(fields, "upstreams", UpstreamReader::read);
        List<Policy> policies = fields
                .items("policies", "mappings", (item, path) -> {
                    return PolicyReader.read(Fields.of(reading, item, path, "a mapping"));
                })
                .stream()
                .filter(Objects::nonNull)
                .toList();
        List<Api> apis = each(fields, "apis", ApiReader::read);
        List<Route> routes = each(fields, "routes", RouteReader::read);
        List<Consumer> consumers = each(fields, "consumers", ConsumerReader::read);
        List<Certificate> certificates = each(fields, "certificates", CertificateReader::read);
        Defaults defaults = fields.child("defaults", "a mapping such as { authorize: deny }")
                .map(DefaultsReader::read)
                .orElse(Defaults.NONE);
        fields.later("caches", "clusters", "plugins", "secrets").end();
        reading.names().check();
        reading.checks().check(policies, upstreams);
        return new GatewayDocument(listeners, upstreams, policies, apis, routes, consumers, certificates, defaults);
    }

    private static <T> List<T> each(Fields fields, String field, Function<Fields, T> read) {
        return fields.items(
                field, "mappings", (item, path) -> read.apply(Fields.of(fields.reading(), item, path, "a mapping")));
    }
}
