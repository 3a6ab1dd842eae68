/**
 * Who a credential belongs to. Pure.
 */
@NullMarked
package io.weir.node.decide.auth;

import org.jspecify.annotations.NullMarked;
