package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.Credential.Hmac;
import io.weir.config.model.Credential.Replay;
import io.weir.config.model.Credential.Signature;
import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** What the document says about signatures, made from a seed. */
final class RandomSignatures {
    private final Random random;

    RandomSignatures(Random random) {
        this.random = random;
    }

    Credential signature() {
        return new Signature(
                one(List.of(Signature.COMPONENTS, List.of("@path", "x-a"))),
                one(List.of(Signature.ALGORITHMS, List.of(SignatureAlgorithm.RSA_V1_5_SHA256))),
                Duration.ofSeconds(1 + random.nextInt(86_400)),
                Duration.ofSeconds(random.nextInt(300)),
                maybe("an app"),
                maybe("sig1"),
                random.nextBoolean(),
                one(List.of(Replay.values())),
                1 + random.nextInt(1 << 24));
    }

    Credential hmac() {
        return new Hmac(
                one(List.of(Hmac.HEADERS, List.of("host"))),
                one(List.of(Hmac.ALGORITHMS, List.of(SignatureAlgorithm.HMAC_SHA384))),
                Duration.ofSeconds(1 + random.nextInt(86_400)),
                one(List.of(Replay.ALLOW, Replay.REFUSE)),
                1 + random.nextInt(1 << 24));
    }

    List<SignatureKey> keys(String consumer) {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> new SignatureKey(
                        consumer + " key",
                        one(List.of(SignatureAlgorithm.values())),
                        new SecretRef(SecretRef.Kind.FILE, "keys/" + i),
                        maybe(Instant.ofEpochSecond(random.nextInt(2_000_000_000))),
                        maybe(Instant.ofEpochMilli(4_000_000_000_123L)),
                        random.nextBoolean() ? List.of("orders:read") : List.of()))
                .toList();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
