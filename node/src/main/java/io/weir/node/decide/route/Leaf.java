package io.weir.node.decide.route;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The routes of one host and path, the most specific first. Not changed once it is sealed. */
final class Leaf {
    /** Fewer candidates are looked at one after the other. */
    static final int WORTH_AN_INDEX = 8;

    private final List<Candidate> candidates = new ArrayList<>();
    private Choice[] choices = new Choice[0];

    void add(Candidate candidate) {
        candidates.add(candidate);
    }

    /** Call it after the last {@link #add}. */
    void seal() {
        candidates.sort(null); // stable: the earlier one of equals stays first
        List<Choice> inOrder = new ArrayList<>();
        int from = 0;
        while (from < candidates.size()) {
            Set<FieldName> common = new LinkedHashSet<>(candidates.get(from).valuedHeaders());
            int to = endOfRun(from, common);
            List<Candidate> run = candidates.subList(from, to);
            if (run.size() >= WORTH_AN_INDEX) {
                inOrder.add(new FieldIndex(common.iterator().next(), run));
            } else {
                inOrder.addAll(run);
            }
            from = to;
        }
        choices = inOrder.toArray(Choice[]::new);
    }

    /** The candidates from {@code from} on that all ask for a value of one field; {@code common} keeps those fields. */
    private int endOfRun(int from, Set<FieldName> common) {
        int to = from + 1;
        while (to < candidates.size() && !common.isEmpty()) {
            Set<FieldName> shared = new LinkedHashSet<>(common);
            shared.retainAll(candidates.get(to).valuedHeaders());
            if (shared.isEmpty()) {
                return to;
            }
            common.retainAll(shared);
            to++;
        }
        return to;
    }

    int choose(RequestHead head, Captures captures) {
        for (Choice choice : choices) {
            int route = choice.choose(head, captures);
            if (route != RouteTable.NONE) {
                return route;
            }
        }
        return RouteTable.NONE;
    }
}
