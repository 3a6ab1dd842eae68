package io.weir.node.state;

/** How a connection of a tcp listener ended; in metrics and the access log with hyphens. */
public enum TcpEnd {
    /** Both sides have said all they had to say. */
    CLOSED,
    /** The client broke it off. */
    CLIENT_RESET,
    /** The endpoint broke it off. */
    BACKEND_RESET,
    /** Nothing came from either side for too long. */
    IDLE,
    /** The node stops. */
    STOPPED,
    /** No endpoint could be reached. */
    CONNECT_FAILED,
    /** All endpoints have as many connections as they may have. */
    OVERLOADED,
    /** No endpoint can be used. */
    NO_ENDPOINT,
    /** No upstream is for the name that the client asked for, or for none. */
    NO_UPSTREAM,
    /** What the client has to say first did not come in time, or makes no sense. */
    BAD_START
}
