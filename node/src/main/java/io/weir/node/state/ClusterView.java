package io.weir.node.state;

import java.util.List;

/** The cluster as this node sees it now. Thread-safe, never blocks. */
public interface ClusterView {
    /** All members in the order of their addresses; without this node until it has begun to join. */
    List<Node> members();

    /** Whether this node is a full member: up, not on its way out. */
    boolean up();

    /**
     * @param name the node's name; empty for a member that told none
     * @param address where the other nodes reach it, {@code host:port}
     * @param status {@code joining}, {@code up}, {@code leaving}, {@code exiting}, {@code down}, …
     * @param reachable answers this node's heartbeats, or those of the members that watch it
     * @param self this node
     * @param leader the member that moves the others from one status to the next
     */
    record Node(String name, String address, String status, boolean reachable, boolean self, boolean leader) {}
}
