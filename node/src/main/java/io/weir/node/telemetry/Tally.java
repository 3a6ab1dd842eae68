package io.weir.node.telemetry;

/** What one loop counts of one thing: a loop adds, the collector feeds it to the instruments. */
sealed interface Tally
        permits RouteTally,
                CallTally,
                CallerTally,
                OperationTally,
                ConsumerTally,
                EndpointTally,
                ProblemTally,
                ConnectionTally,
                HandshakeTally,
                RefusalTally,
                TcpTally,
                TunnelTally {
    /** Moves what was added since the last call. Only one thread at a time. */
    void feed(Instruments instruments);
}
