package io.weir.protocol.admin;

import java.util.List;

/**
 * {@code GET /health/ready}.
 *
 * @param waitingFor what is missing; empty when the node takes traffic
 */
public record ReadyReport(boolean ready, List<String> waitingFor) {
    public ReadyReport {
        waitingFor = List.copyOf(waitingFor);
    }
}
