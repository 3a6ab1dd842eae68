package io.weir.node.control.acme;

import io.weir.config.model.GatewayDocument;
import io.weir.node.control.acme.OrderRun.Outcome;
import io.weir.node.state.Certificates;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the orderer works with.
 *
 * @param live the document whose certificates are ordered
 * @param certificates what this node has
 * @param ended is told what became of each attempt
 */
record OrderPorts(
        Supplier<GatewayDocument> live,
        Certificates certificates,
        OrderRun run,
        InstantSource clock,
        Consumer<Outcome> ended) {}
