package io.weir.node.decide.route;

import io.weir.protocol.http.RequestHead;
import java.util.Arrays;

/** The routes of one host and path, the most specific first. Immutable. */
final class Leaf {
    private final Candidate[] candidates;

    Leaf() {
        this(new Candidate[0]);
    }

    private Leaf(Candidate[] candidates) {
        this.candidates = candidates;
    }

    Leaf with(Candidate candidate) {
        Candidate[] more = Arrays.copyOf(candidates, candidates.length + 1);
        more[candidates.length] = candidate;
        Arrays.sort(more); // stable: the earlier one of equals stays first
        return new Leaf(more);
    }

    int choose(RequestHead head, Captures captures) {
        for (Candidate candidate : candidates) {
            int route = candidate.choose(head, captures);
            if (route != RouteTable.NONE) {
                return route;
            }
        }
        return RouteTable.NONE;
    }
}
