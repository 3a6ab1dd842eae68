/**
 * When the keys of TLS tickets are made, used and dropped. Pure. Open {@link io.weir.node.decide.ticket.TicketRing} first.
 */
@NullMarked
package io.weir.node.decide.ticket;

import org.jspecify.annotations.NullMarked;
