package io.weir.node.control.membership;

import io.weir.node.state.ClusterView;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Reads the cluster's state as it is gossiped. A member's name travels as one of its roles. */
final class Members implements ClusterView {
    static final String NAME_ROLE = "name:";

    private final Cluster cluster;

    Members(ActorSystem<?> system) {
        this.cluster = Cluster.get(system);
    }

    @Override
    public List<ClusterView.Node> members() {
        CurrentClusterState state = cluster.state();
        Set<Member> unreachable = state.getUnreachable();
        Address leader = state.getLeader();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .map(member -> view(
                        member, !unreachable.contains(member), member.address().equals(leader)))
                .sorted(Comparator.comparing(ClusterView.Node::address))
                .toList();
    }

    /** Other members with this node's name. */
    List<ClusterView.Node> namesakes() {
        String own = name(cluster.selfMember());
        return members().stream()
                .filter(member -> !member.self() && member.name().equals(own))
                .toList();
    }

    private ClusterView.Node view(Member member, boolean reachable, boolean leader) {
        return new ClusterView.Node(
                name(member),
                member.address().hostPort().replaceFirst("^[^@]*@", ""),
                member.status().toString().toLowerCase(Locale.ROOT),
                reachable,
                member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()),
                leader);
    }

    private static String name(Member member) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(NAME_ROLE))
                .map(role -> role.substring(NAME_ROLE.length()))
                .findFirst()
                .orElse("");
    }

    @Override
    public boolean up() {
        return cluster.selfMember().status().equals(MemberStatus.up());
    }
}
