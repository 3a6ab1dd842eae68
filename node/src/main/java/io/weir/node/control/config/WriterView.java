package io.weir.node.control.config;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;

/** The cluster as the writer sees it: who must have each revision, and who can be reached. */
final class WriterView {
    private static final String NAME_ROLE = "name:";

    private final Cluster cluster;
    private final long restarts;
    private Map<String, String> members = Map.of();
    private Set<String> unreachable = Set.of();

    /** @param restarts rises whenever the writer starts again on this node */
    WriterView(Cluster cluster, long restarts) {
        this.cluster = cluster;
        this.restarts = restarts;
        refresh();
    }

    void refresh() {
        CurrentClusterState state = cluster.state();
        Map<String, String> up = new TreeMap<>();
        for (Member member : state.getMembers()) {
            if (member.status() == MemberStatus.up() || member.uniqueAddress().equals(selfAddress())) {
                up.put(member.uniqueAddress().toString(), name(member));
            }
        }
        Set<String> silent = new HashSet<>();
        state.getUnreachable()
                .forEach(member -> silent.add(member.uniqueAddress().toString()));
        members = Map.copyOf(up);
        unreachable = Set.copyOf(silent);
    }

    /** Whether the epoch is known: this node is up. */
    boolean leads() {
        return cluster.selfMember().upNumber() != Integer.MAX_VALUE;
    }

    /** The writer always runs on the oldest member, and members' ages never repeat: so a later writer's is higher. */
    long epoch() {
        return ((long) cluster.selfMember().upNumber() << 20) + restarts;
    }

    String self() {
        return selfAddress().toString();
    }

    /** Names by unique address. */
    Map<String, String> members() {
        return members;
    }

    boolean reachable(String member) {
        return members.containsKey(member) && !unreachable.contains(member);
    }

    private UniqueAddress selfAddress() {
        return cluster.selfMember().uniqueAddress();
    }

    private static String name(Member member) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(NAME_ROLE))
                .map(role -> role.substring(NAME_ROLE.length()))
                .findFirst()
                .orElseGet(() -> member.address().toString());
    }
}
