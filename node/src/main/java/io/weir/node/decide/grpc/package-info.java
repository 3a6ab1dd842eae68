/**
 * Which gRPC method a request of HTTP is for, by templates of google.api.http. Pure: no IO, clock, random or logger. Open
 * {@link BindingTable} first.
 */
@NullMarked
package io.weir.node.decide.grpc;

import org.jspecify.annotations.NullMarked;
