package io.weir.node.dataplane.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loop's connections to one endpoint that carry many exchanges each, and who waits for one that is being opened. The
 * oldest with room is used first, so that there are few. Only on its loop.
 */
final class SharedConnections {
    /** Where it is not known yet how many exchanges a connection bears: what RFC 9113 §6.5.2 recommends at least. */
    private static final int USUAL_ROOM = 100;

    private final List<SharedConnection> open = new ArrayList<>(2);
    private final ArrayDeque<EndpointPool.Wait> arriving = new ArrayDeque<>();
    private int openings;
    private int room = USUAL_ROOM;

    boolean isEmpty() {
        return open.isEmpty();
    }

    @Nullable
    SharedConnection withRoom() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).hasRoom()) {
                return open.get(i);
            }
        }
        return null;
    }

    /** Whether the endpoint lets nothing in for the time being, so that another connection is of no use. */
    boolean isShut() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).isShut()) {
                return true;
            }
        }
        return false;
    }

    /** Whether those that are being opened will have room for one more. */
    boolean willHaveRoom() {
        return arriving.size() < (long) openings * room;
    }

    void await(EndpointPool.Wait wait) {
        arriving.addLast(wait);
    }

    boolean forget(EndpointPool.Wait wait) {
        return arriving.removeFirstOccurrence(wait);
    }

    void opening() {
        openings++;
    }

    /** An opening has ended; who has waited for any is to be asked for again. */
    List<EndpointPool.Wait> openingEnded() {
        openings--;
        List<EndpointPool.Wait> waits = new ArrayList<>(arriving);
        arriving.clear();
        return waits;
    }

    void add(SharedConnection connection) {
        open.add(connection);
        room = Math.max(1, connection.most());
    }

    /** It takes no further exchange. */
    void remove(SharedConnection connection) {
        open.remove(connection);
    }

    void closeIdle() {
        for (SharedConnection connection : List.copyOf(open)) {
            if (connection.isIdle()) {
                connection.retire();
            }
        }
    }

    /** None of them takes a further exchange. */
    void retireAll() {
        List.copyOf(open).forEach(SharedConnection::retire);
    }

    /** The oldest makes place for one of another loop. */
    void retireOldest() {
        if (!open.isEmpty()) {
            open.get(0).retire();
        }
    }
}
