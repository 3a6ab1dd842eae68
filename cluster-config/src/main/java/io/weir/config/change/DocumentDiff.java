package io.weir.config.change;

import io.weir.config.model.Api;
import io.weir.config.model.Certificate;
import io.weir.config.model.Consumer;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Listener;
import io.weir.config.model.Policy;
import io.weir.config.model.Route;
import io.weir.config.model.Upstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds what changes from one document to another, resource by resource. Linear in their sizes. */
public final class DocumentDiff {
    private final List<Change> changes = new ArrayList<>();

    private DocumentDiff() {}

    /** In the document's order; removed resources come last in their kind. Empty if only an order changed. */
    public static List<Change> between(GatewayDocument before, GatewayDocument after) {
        DocumentDiff diff = new DocumentDiff();
        diff.compare(Change.Kind.LISTENER, before.listeners(), after.listeners(), Listener::name);
        diff.compare(Change.Kind.UPSTREAM, before.upstreams(), after.upstreams(), Upstream::name);
        diff.compare(Change.Kind.POLICY, before.policies(), after.policies(), Policy::name);
        diff.compare(Change.Kind.API, before.apis(), after.apis(), Api::name);
        diff.compare(Change.Kind.ROUTE, before.routes(), after.routes(), Route::name);
        diff.compare(Change.Kind.CONSUMER, before.consumers(), after.consumers(), Consumer::name);
        diff.compare(Change.Kind.CERTIFICATE, before.certificates(), after.certificates(), Certificate::name);
        if (!before.defaults().equals(after.defaults())) {
            diff.changes.add(new Change(Change.Kind.DEFAULTS, "authorize", Change.What.CHANGED));
        }
        return List.copyOf(diff.changes);
    }

    private <T> void compare(Change.Kind kind, List<T> before, List<T> after, Function<T, String> nameOf) {
        Map<String, T> old = new LinkedHashMap<>();
        before.forEach(resource -> old.put(nameOf.apply(resource), resource));
        for (T resource : after) {
            String name = nameOf.apply(resource);
            T was = old.remove(name);
            if (was == null) {
                changes.add(new Change(kind, name, Change.What.ADDED));
            } else if (!was.equals(resource)) {
                changes.add(new Change(kind, name, Change.What.CHANGED));
            }
        }
        old.keySet().forEach(name -> changes.add(new Change(kind, name, Change.What.REMOVED)));
    }
}
