/**
 * Who may admit how much of one rate limit: leases, incarnations, standing shares (design §3.1). Pure: time comes in as
 * nanoseconds of the caller's monotonic clock, messages come in and go out as records. {@code OwnerBook} with its
 * {@code Bucket}s is the owner's side, {@code NodeBook} with its {@code Cell}s a node's; only {@code Cell}, {@code Lease}
 * and {@code CellTable} are touched by event loops. Open {@code Bucket} first.
 */
@NullMarked
package io.weir.node.decide.limit;

import org.jspecify.annotations.NullMarked;
