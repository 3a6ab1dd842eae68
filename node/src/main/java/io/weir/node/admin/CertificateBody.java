package io.weir.node.admin;

import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * A certificate as it is sent: one PEM text with chain and key, or JSON with both and perhaps an OCSP response.
 *
 * @param ocsp DER; empty: none
 */
record CertificateBody(String chain, String key, byte[] ocsp) {
    private static final long MOST_BYTES = 128 * 1024;
    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final String PEM = "application/x-pem-file";
    private static final String TEXT = "PEM as a JSON string";

    /** Completes exceptionally with a {@link Refusal} when it cannot be read. */
    static CompletionStage<CertificateBody> read(Call call, ActorSystem<?> system) {
        String type = call.request().entity().getContentType().mediaType().toString();
        return switch (type) {
            case PEM ->
                DocumentBody.read(call.request(), system, MOST_BYTES)
                        .thenApply(text -> new CertificateBody(text, text, new byte[0]));
            case "application/json" ->
                JsonBody.read(call, system, MOST_BYTES, "chain", "key", "ocsp").thenApply(CertificateBody::of);
            default ->
                throw new Refusal(ProblemReport.of(new Problem(
                                415,
                                "unsupported-media-type",
                                "The body is no certificate",
                                "\"" + type + "\" is not read here."))
                        .at("Content-Type", PEM + " or application/json"));
        };
    }

    private static CertificateBody of(JsonBody body) {
        Optional<String> ocsp = body.optional("ocsp", MOST_CHARACTERS, "a DER response in base64");
        return new CertificateBody(
                body.lines("chain", MOST_CHARACTERS, TEXT),
                body.lines("key", MOST_CHARACTERS, TEXT),
                ocsp.map(CertificateBody::decode).orElse(new byte[0]));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("ocsp", "It is no base64.", "a DER response in base64");
        }
    }

    @Override
    public String toString() {
        return "a certificate with its key";
    }
}
