package io.weir.config.parse;

import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes {@code signature-keys} of a consumer. */
final class SignatureKeyReader {
    private static final String ID = "printable ASCII text without \" and \\, at most 200 characters";
    private static final String ITEM = "{ id: TEXT, algorithm: ed25519, public-key: \"file:PATH\" }";
    private static final SecretRef NOTHING = new SecretRef(SecretRef.Kind.ENV, "NOTHING");
    static final String ALGORITHM = "one of "
            + Arrays.stream(SignatureAlgorithm.values())
                    .map(SignatureAlgorithm::word)
                    .collect(Collectors.joining(", "));

    private SignatureKeyReader() {}

    static List<SignatureKey> read(Fields fields) {
        Map<String, Integer> counts = new HashMap<>();
        Set<SignatureKey> seen = new HashSet<>();
        return fields.items("signature-keys", ITEM, (item, path) -> {
            Fields one = Fields.of(fields.reading(), item, path, ITEM);
            SignatureKey key = key(one);
            if (counts.merge(key.id(), 1, Integer::sum) == 1) {
                fields.reading().checks().unique("signature key id", key.id(), one.place("id"));
            } else if (counts.getOrDefault(key.id(), 0) > SignatureKey.MOST_OF_AN_ID || !seen.add(key)) {
                one.mistake("id", "is there too often", "at most " + SignatureKey.MOST_OF_AN_ID + " different keys");
            }
            seen.add(key);
            return key;
        });
    }

    private static SignatureKey key(Fields fields) {
        String id = fields.required("id", SignatureReader::quotable, ID, "");
        SignatureAlgorithm algorithm =
                fields.required("algorithm", SignatureAlgorithm::of, ALGORITHM, SignatureAlgorithm.ED25519);
        Optional<SecretRef> shared = fields.value("secret", Terms::secretRef, Terms.SECRET);
        Optional<SecretRef> published = fields.value("public-key", Terms::secretRef, Terms.SECRET);
        String wanted = algorithm.isShared() ? "secret" : "public-key";
        String other = algorithm.isShared() ? "public-key" : "secret";
        if (fields.has(other)) {
            fields.mistake(other, "is not for " + algorithm.word(), wanted);
        } else if (!fields.has(wanted)) {
            fields.missing(wanted, Terms.SECRET);
        }
        Optional<Instant> notBefore = fields.value("not-before", Terms::instant, Terms.INSTANT);
        Optional<Instant> expires = fields.value("expires", Terms::instant, Terms.INSTANT);
        List<String> scopes = RouteReader.distinct(fields, "scopes", Terms.SCOPE, Terms::scope);
        fields.end();
        ConsumerReader.checkOrder(fields, notBefore, expires);
        return new SignatureKey(id, algorithm, shared.or(() -> published).orElse(NOTHING), notBefore, expires, scopes);
    }

    static Object shape(SignatureKey key) {
        return new Shape()
                .put("id", key.id())
                .put("algorithm", key.algorithm().word())
                .put(
                        key.algorithm().isShared() ? "secret" : "public-key",
                        key.material().toString())
                .putIfPresent("not-before", key.notBefore(), Instant::toString)
                .putIfPresent("expires", key.expires(), Instant::toString)
                .putWords("scopes", key.scopes())
                .fields();
    }
}
