package io.weir.node.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caches of the other nodes, as this one knows them now. Thread-safe, never blocks. */
public interface PeerBook {
    /** A node that is by itself. */
    PeerBook NONE = new PeerBook() {
        @Override
        public Circle circle() {
            return Circle.ALONE;
        }

        @Override
        public @Nullable PeerPlan peer(String member) {
            return null;
        }

        @Override
        public String token() {
            return "";
        }
    };

    /**
     * Those among which entries are shared out.
     *
     * @param self this node
     * @param members with this node; fewer than two: it is by itself
     */
    record Circle(String self, List<String> members) {
        public static final Circle ALONE = new Circle("", List.of());

        public Circle {
            members = List.copyOf(members);
        }
    }

    Circle circle();

    /** Null: it is not known how to reach it. */
    @Nullable
    PeerPlan peer(String member);

    /** What others have to show here; empty: nobody is let in. */
    String token();
}
