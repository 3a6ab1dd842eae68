/**
 * Authentication: who a request is from. Sees {@code state} and {@code decide}. Open {@link
 * io.weir.node.filter.auth.AuthenticateFilter} first; each kind of credential is an {@link
 * io.weir.node.filter.auth.Authenticator}.
 */
@NullMarked
package io.weir.node.filter.auth;

import org.jspecify.annotations.NullMarked;
