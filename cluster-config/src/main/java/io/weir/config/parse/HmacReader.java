package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.Credential.Hmac;
import io.weir.config.model.Credential.Replay;
import io.weir.config.model.Credential.Signature;
import io.weir.config.model.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code hmac} of a policy. */
final class HmacReader {
    private static final String HEADER = "request-line or a field's name in lower case";
    private static final String ALGORITHM = "hmac-sha256, hmac-sha384 or hmac-sha512";

    private HmacReader() {}

    static Optional<Credential> read(Fields fields) {
        Hmac hmac = new Hmac(
                SignatureReader.listed(fields, "headers", HEADER, SignatureReader::fieldName, Hmac.HEADERS),
                SignatureReader.listed(fields, "algorithms", ALGORITHM, HmacReader::algorithm, Hmac.ALGORITHMS),
                fields.value("clock-skew", SignatureReader::age, "a duration from 1s to 24h")
                        .orElse(Hmac.CLOCK_SKEW),
                fields.value("replay", HmacReader::replay, "allow or refuse").orElse(Replay.ALLOW),
                fields.value("body", SignatureReader::body, SignatureReader.BODY)
                        .orElse(Signature.MOST_BODY_BYTES));
        fields.end();
        return Optional.of(hmac);
    }

    private static Optional<Replay> replay(String text) {
        return SignatureReader.replay(text, List.of(Replay.ALLOW, Replay.REFUSE));
    }

    private static Optional<SignatureAlgorithm> algorithm(String text) {
        return SignatureAlgorithm.of(text).filter(SignatureAlgorithm::isShared);
    }

    static Shape shape(Hmac hmac) {
        return new Shape()
                .putUnless("headers", hmac.headers(), Hmac.HEADERS, words -> words)
                .putUnless("algorithms", hmac.algorithms(), Hmac.ALGORITHMS, SignatureReader::words)
                .putUnless("clock-skew", hmac.clockSkew(), Hmac.CLOCK_SKEW, Units::duration)
                .putUnless("replay", hmac.replay(), Replay.ALLOW, SignatureReader::word)
                .putUnless("body", (long) hmac.mostBodyBytes(), (long) Signature.MOST_BODY_BYTES, Units::size);
    }
}
