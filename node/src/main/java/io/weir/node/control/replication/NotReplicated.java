package io.weir.node.control.replication;

/** A majority of the nodes did not confirm a write in time; it may reach them later all the same. */
public final class NotReplicated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param response what came instead of a confirmation */
    public NotReplicated(String key, Object response) {
        super("no majority of the nodes confirmed " + key + " in time ("
                + response.getClass().getSimpleName() + ")");
    }
}
