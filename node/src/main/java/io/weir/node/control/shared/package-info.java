/**
 * Small entries that every node holds: durable distributed data, spread over keys so that there may be very many, and
 * with an answer that says which nodes have a change in force. Open {@code SharedEntries} first.
 */
@NullMarked
package io.weir.node.control.shared;

import org.jspecify.annotations.NullMarked;
