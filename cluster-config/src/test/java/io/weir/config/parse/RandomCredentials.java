package io.weir.config.parse;

import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.Guessing;
import io.weir.config.model.IdentityTemplate;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import io.weir.config.model.SignatureKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Valid authenticate policies, made from a seed, with every kind of credential. */
final class RandomCredentials {
    private static final String PASSWORD = "$pbkdf2-sha256$i=1000$c2FsdHNhbHQ$AAECAwQFBgcICQoLDA0ODw";

    private final Random random;
    private final List<Supplier<Credential>> kinds = List.of(
            this::apiKey,
            this::jwt,
            this::introspection,
            this::forwardAuth,
            this::oidc,
            this::mtls,
            this::signature,
            this::hmac,
            () -> new Credential.Basic(maybe("a b").orElse(Credential.Basic.REALM)));

    RandomCredentials(Random random) {
        this.random = random;
    }

    Policy.Authenticate authenticate(String name) {
        Requirement requirement = branch(1);
        if (requirement instanceof Requirement.AnyOf any && random.nextBoolean()) {
            List<Requirement> items = new ArrayList<>(any.items());
            items.add(new Requirement.One(new Credential.Anonymous(Optional.empty())));
            requirement = new Requirement.AnyOf(items);
        }
        return new Policy.Authenticate(name, requirement, random.nextBoolean(), forward(), guessing());
    }

    private Optional<Guessing> guessing() {
        return switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Guessing.DEFAULT);
            default ->
                Optional.of(new Guessing(1 + random.nextInt(10_000), Duration.ofSeconds(1 + random.nextInt(86_400))));
        };
    }

    private Map<String, IdentityTemplate> forward() {
        Map<String, IdentityTemplate> forward = new LinkedHashMap<>();
        for (String text :
                List.of("{claim.email}", "a {consumer.name}, {consumer.plan}", "{scope}{consumer.groups}", "x")) {
            if (random.nextBoolean()) {
                forward.put("X-" + forward.size(), IdentityTemplate.parse(text).orElseThrow());
            }
        }
        return forward;
    }

    private Requirement branch(int depth) {
        List<Requirement> items = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> depth < 4 && random.nextInt(4) == 0 ? branch(depth + 1) : one())
                .toList();
        return random.nextBoolean() ? new Requirement.AnyOf(items) : new Requirement.AllOf(items);
    }

    private Requirement one() {
        return new Requirement.One(kinds.get(random.nextInt(kinds.size())).get());
    }

    private Credential introspection() {
        return new RandomTokens(random).introspection();
    }

    private Credential forwardAuth() {
        return new RandomTokens(random).forwardAuth();
    }

    private Credential oidc() {
        return new RandomTokens(random).oidc();
    }

    private Credential jwt() {
        return new RandomTokens(random).jwt();
    }

    private Credential signature() {
        return new RandomSignatures(random).signature();
    }

    private Credential hmac() {
        return new RandomSignatures(random).hmac();
    }

    private Credential mtls() {
        List<Credential.By> all = List.of(Credential.By.values());
        return new Credential.Mtls(all.get(random.nextInt(all.size())));
    }

    private Credential apiKey() {
        Credential.Place place = List.of(Credential.Place.values()).get(random.nextInt(3));
        boolean schemed = place == Credential.Place.HEADER && random.nextBoolean();
        return new Credential.ApiKey(place, "x-key", schemed ? Optional.of("Token") : Optional.empty());
    }

    Consumer consumer(String name) {
        List<Consumer.ApiKey> keys = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> new Consumer.ApiKey(
                        hash(),
                        maybe("key-" + i),
                        maybe(Instant.ofEpochSecond(random.nextInt(2_000_000_000))),
                        maybe(Instant.ofEpochMilli(4_000_000_000_123L)),
                        random.nextBoolean() ? List.of("orders:read", "x") : List.of()))
                .toList();
        Consumer.Basic basic = new Consumer.Basic(random.nextBoolean() ? name : "user of " + name, PASSWORD);
        List<String> certificates = random.nextBoolean() ? List.of("CN=" + name) : List.of();
        List<Consumer.TokenSubject> subjects = new RandomTokens(random).subjects(name);
        List<SignatureKey> signatureKeys = new RandomSignatures(random).keys(name);
        return new Consumer(
                name, List.of("gold"), maybe("large"), keys, maybe(basic), subjects, certificates, signatureKeys);
    }

    private String hash() {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        return HexFormat.of().formatHex(hash);
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
