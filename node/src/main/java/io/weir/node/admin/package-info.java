/**
 * The admin API (Pekko HTTP). Sees ports and protocols, never actors' insides or channels. Open {@link AdminApi} first:
 * it is the table of everything that can be asked.
 */
@NullMarked
package io.weir.node.admin;

import org.jspecify.annotations.NullMarked;
