/** What requests of GraphQL ask for, and whether that is too much. Pure. Open {@link io.weir.node.decide.graphql.QueryLimits} first. */
@NullMarked
package io.weir.node.decide.graphql;

import org.jspecify.annotations.NullMarked;
