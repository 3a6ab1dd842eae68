package io.weir.node.dataplane.upstream;

/**
 * Whether the endpoint at the other end of a {@link SharedConnection} is still there, and whether the connection is still
 * needed. Time comes in; what is to be done comes out. One connection; one thread.
 */
final class Pulse {
    /** So long nothing may be heard while exchanges are under way before the endpoint is asked. */
    static final long QUIET_NANOS = 20_000_000_000L;

    /** While it only says that it is there: gRPC's servers take it ill to be asked more often than every five minutes. */
    static final long STILL_NANOS = 305_000_000_000L;

    /** For its answer. */
    static final long ANSWER_NANOS = 10_000_000_000L;

    /** An exchange given up before anything was heard for so long makes the connection suspect. */
    static final long SUSPECT_NANOS = 1_000_000_000L;

    private boolean busy;
    private boolean asked;
    private boolean suspect;
    private long askedAt;
    private long heardAt;
    private long newsAt;
    private long since;

    /** What is to be done now. */
    enum Beat {
        WAIT,
        /** Ask whether it is there. */
        ASK,
        /** It is not needed any more. */
        LEAVE,
        /** Nobody is there. */
        DEAD
    }

    Pulse(long now) {
        heardAt = now;
        newsAt = now;
        since = now;
    }

    /** The first exchange after a while. */
    void busy(long now) {
        busy = true;
        since = now;
    }

    /** The last exchange has ended. */
    void idle(long now) {
        busy = false;
        since = now;
    }

    /** Something has come; whether that ends a suspicion. */
    boolean heard(long now) {
        boolean relieved = suspect;
        heardAt = now;
        asked = false;
        suspect = false;
        return relieved;
    }

    /** More than the answer to a question. */
    void heardNews() {
        newsAt = heardAt;
    }

    /** Nothing more should be put on it until something is heard. */
    boolean isSuspect() {
        return suspect;
    }

    /** An exchange was given up that was sent at that time; whether to ask now. */
    boolean suspects(long sentAt, long now) {
        if (heardAt - sentAt >= 0 || now - sentAt <= SUSPECT_NANOS) {
            return false;
        }
        boolean first = !suspect;
        suspect = true;
        return first;
    }

    /** It has been asked. */
    void asked(long now) {
        if (!asked) {
            asked = true;
            askedAt = now;
        }
    }

    /** When to look again. */
    long next(long idleNanos) {
        if (asked) {
            return askedAt + ANSWER_NANOS;
        }
        if (!busy) {
            return since + idleNanos;
        }
        long quietSince = heardAt - since > 0 ? heardAt : since;
        return quietSince + (newsAt == heardAt ? QUIET_NANOS : STILL_NANOS);
    }

    Beat look(long now, long idleNanos) {
        if (now - next(idleNanos) < 0) {
            return Beat.WAIT;
        }
        return asked ? Beat.DEAD : busy ? Beat.ASK : Beat.LEAVE;
    }
}
