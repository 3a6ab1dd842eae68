package io.weir.protocol.grpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What an answer in gRPC-Web looks like (gRPC's PROTOCOL-WEB).
 *
 * @param contentType of the answer
 * @param text in Base64, each part a whole piece of it
 */
public record GrpcWebForm(String contentType, boolean text) {
    /** A part of the body. */
    public byte[] part(byte[] bytes) {
        return text ? Base64.getEncoder().encode(bytes) : bytes;
    }

    /**
     * The last part.
     *
     * @param lines of trailers, each with CR LF, names in lower case
     */
    public byte[] trailers(String lines) {
        return part(GrpcFrames.frame(GrpcFrames.TRAILERS, lines.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
