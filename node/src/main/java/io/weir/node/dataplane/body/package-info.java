/**
 * Where a message body ends, whichever way it is framed. Open {@link BodyReader} first.
 */
@NullMarked
package io.weir.node.dataplane.body;

import org.jspecify.annotations.NullMarked;
