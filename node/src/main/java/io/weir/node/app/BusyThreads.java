package io.weir.node.app;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What threads are doing, for the log of a node that does not end. */
final class BusyThreads {
    private static final int FRAMES = 25;

    private BusyThreads() {}

    /** Those within actors, or code of the gateway: a line each, and where they are. Threads that wait for work are none. */
    static String told() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> isBusy(thread.getValue()))
                .map(BusyThreads::told)
                .collect(Collectors.joining());
    }

    private static boolean isBusy(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith("org.apache.pekko.actor.ActorCell")
                        || name.startsWith("io.weir.") && !name.startsWith(BusyThreads.class.getPackageName()));
    }

    private static String told(Map.Entry<Thread, StackTraceElement[]> thread) {
        String where = Arrays.stream(thread.getValue())
                .limit(FRAMES)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
        return "\n  " + thread.getKey().getName() + ", " + thread.getKey().getState() + where;
    }
}
