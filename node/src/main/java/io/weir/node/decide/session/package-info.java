/**
 * Which endpoint a learned session belongs to (design §3.2). Pure: time comes in. Open {@code SessionTable} first.
 */
@NullMarked
package io.weir.node.decide.session;

import org.jspecify.annotations.NullMarked;
