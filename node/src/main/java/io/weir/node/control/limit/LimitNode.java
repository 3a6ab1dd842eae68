package io.weir.node.control.limit;

import io.weir.node.decide.limit.LimitTimes;
import io.weir.node.decide.limit.Pulse;

/**
 * What the partitions on a node share with its desk. Thread-safe.
 *
 * @param self the member's unique address
 * @param pingSoon has the desk ping at once
 */
record LimitNode(String self, LimitTimes times, Pulse pulse, OwnedPartitions owned, Runnable pingSoon) {}
