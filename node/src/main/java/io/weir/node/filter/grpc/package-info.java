/**
 * Speaks gRPC for clients that do not: JSON by google.api.http, gRPC-Web. What is read and written here is pure; the filters
 * are thin. Open {@link io.weir.node.filter.grpc.Transcoder} first.
 */
@NullMarked
package io.weir.node.filter.grpc;

import org.jspecify.annotations.NullMarked;
