/**
 * What gRPC says over HTTP, as values: codes, deadlines, texts of errors, messages in their frames. No IO; sees only the JDK
 * and HTTP's words. Open {@link GrpcCode} first.
 */
@NullMarked
package io.weir.protocol.grpc;

import org.jspecify.annotations.NullMarked;
