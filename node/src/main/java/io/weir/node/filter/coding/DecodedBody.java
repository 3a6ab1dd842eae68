package io.weir.node.filter.coding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.config.model.CodingPolicy;
import io.weir.config.model.ContentCoding;
import io.weir.protocol.http.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole body of a request being decoded: a little at first, the rest by whoever has the time. One thread at a time. */
final class DecodedBody {
    private static final Problem TOO_LARGE =
            Problem.of(413, "body-too-large", "The request body is too large").withDetail("It is when it is decoded.");
    private static final Problem MALFORMED =
            Problem.of(400, "malformed-coding", "The request body is not what its Content-Encoding says");

    private final Decoding decoding;
    private final ByteBuf plain;
    private @Nullable Problem problem;
    private boolean done;

    DecodedBody(List<ContentCoding> codings, byte[] body, CodingPolicy.Decompress policy) {
        decoding = new Decoding(codings, policy.mostBytes(), policy.mostRatio());
        decoding.give(body);
        plain = Unpooled.buffer(Math.min(policy.mostBytes(), Math.max(256, 4 * body.length)));
    }

    /** Decodes until so much has come out; whether it is done. */
    boolean decode(int mostBytes) {
        try {
            int before = plain.readableBytes();
            while (!done && plain.readableBytes() - before < mostBytes) {
                byte[] piece = decoding.next();
                plain.writeBytes(piece);
                done = piece.length == 0;
            }
            if (done) {
                decoding.finish();
            }
        } catch (BadCoding e) {
            problem = MALFORMED.withDetail("It " + e.getMessage() + ".");
            done = true;
        } catch (Decoding.TooLarge e) {
            problem = TOO_LARGE;
            done = true;
        }
        return done;
    }

    /** Whatever became of it. */
    void close() {
        decoding.close();
    }

    /** What is wrong with it, or null. */
    @Nullable
    Problem problem() {
        return problem;
    }

    byte[] plain() {
        byte[] bytes = new byte[plain.readableBytes()];
        plain.getBytes(0, bytes);
        return bytes;
    }
}
