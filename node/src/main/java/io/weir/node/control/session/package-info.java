/**
 * The sharded owners of learned sessions.
 */
@NullMarked
package io.weir.node.control.session;

import org.jspecify.annotations.NullMarked;
