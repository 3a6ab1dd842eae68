package io.weir.node.control.replication;

/** Who has confirmed a write (and has it on disk, if it is durable). The others get it by gossip, within a second or so. */
public enum Reach {
    EVERY_NODE,
    MAJORITY;

    /** What holds for both of two writes. */
    public Reach and(Reach other) {
        return this == EVERY_NODE ? other : this;
    }
}
