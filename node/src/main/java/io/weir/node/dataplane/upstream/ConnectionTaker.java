package io.weir.node.dataplane.upstream;

/** Who asked for a connection. Called on the loop. */
public interface ConnectionTaker {
    /** False once it has given up. */
    boolean wantsConnection();

    void onConnection(UpstreamConnection connection);

    /** @param failure one of those before anything was sent */
    void onNoConnection(Failure failure);
}
