package io.weir.config.parse;

import io.weir.config.model.Api;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Policy;
import io.weir.config.model.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is allowed in a document, but hardly meant. */
public final class Warnings {
    private static final int MOST = 20;
    private static final String DENIED =
            " has no authorize policy; with `defaults: { authorize: deny }` it answers 403 to everybody";

    private Warnings() {}

    /** One line each, in the document's order; the last one says how many more there would be. */
    public static List<String> of(GatewayDocument document) {
        List<String> lines = new ArrayList<>();
        if (document.defaults().deniesWithoutRule()) {
            addDenied(document, lines);
        }
        if (lines.size() <= MOST) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, MOST));
        first.add("and " + (lines.size() - MOST) + " more of the kind");
        return first;
    }

    private static void addDenied(GatewayDocument document, List<String> lines) {
        Set<String> rules = new HashSet<>();
        for (Policy policy : document.policies()) {
            if (policy instanceof Policy.Authorize) {
                rules.add(policy.name());
            }
        }
        for (Api api : document.apis()) {
            for (Api.Version version : api.versions()) {
                if (lacks(rules, api.policies()) && lacks(rules, version.policies())) {
                    lines.add("api " + api.name() + ", version " + version.name() + DENIED);
                }
            }
        }
        for (Route route : document.routes()) {
            if (lacks(rules, route.policies())) {
                lines.add("route " + route.name() + DENIED);
            }
        }
    }

    private static boolean lacks(Set<String> rules, List<String> policies) {
        return policies.stream().noneMatch(rules::contains);
    }
}
