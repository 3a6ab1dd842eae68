package io.weir.node.state;

/** Counts what goes through one connection of a tcp listener while it is open. Only on its loop; allocates nothing. */
public interface TcpMeter {
    /** Counts nothing. */
    TcpMeter NONE = new TcpMeter() {
        @Override
        public void in(int bytes) {}

        @Override
        public void out(int bytes) {}

        @Override
        public void closed() {}
    };

    /** From the client. */
    void in(int bytes);

    /** To the client. */
    void out(int bytes);

    /** It is no longer open. Once. */
    void closed();
}
