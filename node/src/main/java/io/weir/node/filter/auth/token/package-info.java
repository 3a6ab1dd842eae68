/**
 * Tokens, logins and other deciders: credentials that involve other servers. Sees {@code state}, {@code decide} and the
 * contract of {@code filter.auth}. Open {@link io.weir.node.filter.auth.token.TokenJudge} first; what outlives
 * revisions (keys, verified tokens) is in {@link io.weir.node.filter.auth.token.IdentityProviders}.
 */
@NullMarked
package io.weir.node.filter.auth.token;

import org.jspecify.annotations.NullMarked;
