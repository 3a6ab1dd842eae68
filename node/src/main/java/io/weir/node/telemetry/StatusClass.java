package io.weir.node.telemetry;

/** Classes of a status as metrics name them. The first is for exchanges without an answer. */
final class StatusClass {
    private static final String[] LABELS = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    /** How many there are. */
    static final int COUNT = LABELS.length;

    private StatusClass() {}

    /** @param status 0: the client went away before an answer */
    static int of(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }

    static String label(int statusClass) {
        return LABELS[statusClass];
    }
}
