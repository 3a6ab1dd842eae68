package io.weir.node.decide.signature;

import io.weir.node.decide.signature.SeenMarks.Vote;

/**
 * What the nodes say of one mark. It is new when a majority of all members say that it was shown to them for the first time
 * and nobody has seen it. A node says so once, and two majorities have a node in common, so no two ballots about one mark
 * come out new. It is also new when everybody was heard, nobody has seen it, and all who could know say so: else two nodes
 * could let nothing through while one of them is new. Not thread-safe.
 */
public final class Ballot {
    private final int members;
    private int awaited;
    private int first;
    private int again;
    private int abstained;

    /** What came of it. */
    public enum Result {
        OPEN,
        NEW,
        SEEN,
        /** Too few have said anything. */
        UNDECIDED
    }

    /**
     * @param members all of the cluster
     * @param asked those of them that may be heard
     */
    public Ballot(int members, int asked) {
        this.members = members;
        this.awaited = asked;
    }

    public void take(Vote vote) {
        awaited--;
        first += vote == Vote.FIRST ? 1 : 0;
        again += vote == Vote.AGAIN ? 1 : 0;
        abstained += vote == Vote.ABSTAINS ? 1 : 0;
    }

    /** Everybody who can be heard is waited for: those who voted before may be gone when the next one asks. */
    public Result result() {
        if (again > 0) {
            return Result.SEEN;
        }
        return awaited > 0 ? Result.OPEN : atLast();
    }

    /** When it is not waited for anybody any more. */
    public Result atLast() {
        if (again > 0) {
            return Result.SEEN;
        }
        boolean allHeard = first > 0 && first + abstained == members;
        return first > members / 2 || allHeard ? Result.NEW : Result.UNDECIDED;
    }
}
