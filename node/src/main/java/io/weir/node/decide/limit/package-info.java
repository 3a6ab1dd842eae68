/**
 * Who may admit how much of one rate limit: leases, incarnations, standing shares (design §3.1). Pure. Open {@code Bucket} first.
 */
@NullMarked
package io.weir.node.decide.limit;

import org.jspecify.annotations.NullMarked;
