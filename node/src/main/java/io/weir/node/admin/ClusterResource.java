package io.weir.node.admin;

import io.weir.node.state.ClusterView;
import io.weir.protocol.admin.ClusterReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/cluster}. */
final class ClusterResource {
    private static final long REVISIONS_BOUND_MILLIS = 3000;

    private final AdminPorts ports;

    ClusterResource(AdminPorts ports) {
        this.ports = ports;
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        // Whoever does not tell its revision in time is shown without.
        return ports.config()
                .revisions()
                .thenApply(Map::copyOf)
                .toCompletableFuture()
                .completeOnTimeout(Map.of(), REVISIONS_BOUND_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(failure -> Map.of())
                .thenApply(revisions -> Answers.json(200, report(revisions)));
    }

    private ClusterReport report(Map<String, Long> told) {
        List<ClusterView.Node> members = ports.cluster().members();
        Map<String, Long> revisions = new HashMap<>(told);
        Map<String, String> views = new HashMap<>(ports.health().viewHashes());
        revisions.put(ports.node().name(), ports.config().live().revision());
        views.put(ports.node().name(), ports.health().viewHash());
        Set<@Nullable Object> knownRevisions = new HashSet<>();
        Set<@Nullable Object> knownViews = new HashSet<>();
        for (ClusterView.Node member : members) {
            knownRevisions.add(revisions.get(member.name()));
            knownViews.add(views.get(member.name()));
        }
        return new ClusterReport(
                members.stream()
                        .filter(ClusterView.Node::leader)
                        .map(ClusterView.Node::name)
                        .findFirst()
                        .orElse(""),
                agreed(knownRevisions),
                agreed(knownViews),
                members.stream()
                        .map(member -> member(member, revisions.get(member.name()), views.get(member.name())))
                        .toList());
    }

    private static boolean agreed(Set<@Nullable Object> known) {
        return known.size() == 1 && !known.contains(null);
    }

    private static ClusterReport.Member member(
            ClusterView.Node node, @Nullable Long revision, @Nullable String healthView) {
        return new ClusterReport.Member(
                node.name(),
                node.address(),
                node.status(),
                node.reachable(),
                node.self(),
                node.leader(),
                revision,
                healthView);
    }
}
