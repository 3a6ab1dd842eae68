/**
 * Holds requests of GraphQL within what {@code graphql} policies allow. Sees {@code state} and {@code decide}. Open {@link
 * io.weir.node.filter.graphql.GraphqlFilter} first.
 */
@NullMarked
package io.weir.node.filter.graphql;

import org.jspecify.annotations.NullMarked;
