package io.weir.node.telemetry;

import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.Recorder;

/** Counts like {@link LoopRecorder}, and logs. */
record LoggingRecorder(LoopTallies tallies, AccessLog.ForLoop log) implements Recorder {
    @Override
    public void exchangeEnded(ExchangeRecord exchange) {
        tallies.add(exchange);
        log.log(exchange);
    }

    @Override
    public void connectionOpened() {
        tallies.connections.opened();
    }

    @Override
    public void connectionClosed() {
        tallies.connections.closed();
    }
}
