/**
 * The header that a proxy sends ahead of a connection to say whose it is (HAProxy's PROXY protocol, versions 1 and 2). Pure.
 * Open {@link ProxyHeaderReader} first.
 */
@NullMarked
package io.weir.node.decide.proxy;

import org.jspecify.annotations.NullMarked;
