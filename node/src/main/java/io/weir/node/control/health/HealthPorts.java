package io.weir.node.control.health;

import io.weir.node.state.Observations;
import io.weir.node.state.Probes;

/** What the monitor needs of its node. */
record HealthPorts(String nodeName, Probes probes, Observations observations) {}
