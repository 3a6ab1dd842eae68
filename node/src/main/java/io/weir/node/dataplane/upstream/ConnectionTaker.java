package io.weir.node.dataplane.upstream;

/**
 * Who asked for a connection. Each request for one has a ticket, so that what comes too late is told from what is wanted
 * now. Called on the loop.
 */
public interface ConnectionTaker {
    /** False once it has given that request up. */
    boolean wantsConnection(long ticket);

    void onConnection(UpstreamStream stream);

    /** Nothing was sent. Only while it is wanted. */
    void onNoConnection(Failure failure);
}
