/**
 * The admin API (Pekko HTTP). Sees ports and protocols, never actors' insides or channels.
 */
@NullMarked
package io.weir.node.admin;

import org.jspecify.annotations.NullMarked;
