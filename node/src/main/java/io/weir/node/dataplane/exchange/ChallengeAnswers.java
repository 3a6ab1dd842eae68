package io.weir.node.dataplane.exchange;

import io.weir.node.state.Certificates;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What ACME servers ask for to see that a host leads here (RFC 8555 §8.3): answered before routing, on any listener, as a
 * server follows redirects to any of them, and only while the challenge is open. Usually one byte of the path is looked at.
 */
final class ChallengeAnswers {
    static final String CONTENT_TYPE = "application/octet-stream";
    private static final byte[] FOLDER = Octets.ascii("/.well-known/acme-challenge/");

    private final Certificates certificates;

    ChallengeAnswers(Certificates certificates) {
        this.certificates = certificates;
    }

    /** Null: the request is one like any other. */
    byte @Nullable [] to(ParsedRequest request) {
        int start = request.pathStart();
        int token = start + FOLDER.length;
        byte[] buffer = request.buffer();
        if (request.pathEnd() <= token || buffer[start + 1] != '.') {
            return null;
        }
        boolean asks = request.method() == Method.GET || request.method() == Method.HEAD;
        if (!asks || !Arrays.equals(buffer, start, token, FOLDER, 0, FOLDER.length)) {
            return null;
        }
        String answer = certificates.httpChallenge(request.text(token, request.pathEnd()));
        return answer == null ? null : answer.getBytes(StandardCharsets.US_ASCII);
    }
}
