package io.weir.node.state;

import java.util.List;
import java.util.function.Consumer;

/** What traffic showed, collected from the loops on a timer (data to control). */
public interface Observations {
    /** Calls {@code sink} once, on any thread, with what happened since the last call. */
    void collect(Consumer<List<EndpointObservation>> sink);

    /** Called on a loop at once when an endpoint fails in traffic so often in a row that its upstream ejects it. */
    void onConsecutiveFailures(Consumer<EndpointStatus> listener);

    /**
     * @param inFlight under way on this node now
     * @param successes and {@code failures}: ended since the last collection
     * @param consecutiveFailures the longest current run of a loop
     */
    record EndpointObservation(
            EndpointStatus endpoint, int inFlight, long successes, long failures, int consecutiveFailures) {}
}
