package io.weir.node.control.certificates;

import io.weir.node.control.replication.Reach;
import io.weir.node.control.replication.ReplicatedValue;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Sealing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.LWWMapKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open challenges in distributed data: in memory, in one entry. */
public final class ClusterChallenges implements Challenges {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration TELLING = Duration.ofMillis(300);
    private static final int MOST = 60;
    private static final String PURPOSE = "acme-challenge";
    private static final String HTTP = "http:";
    private static final String TLS = "tls:";
    private static final Logger LOG = LoggerFactory.getLogger(ClusterChallenges.class);

    private final ActorSystem<?> system;
    private final Sealing sealing;
    private final InstantSource clock;
    private final SelfUniqueAddress self;
    private final ReplicatedValue<LWWMap<String, String>> value;
    private volatile Map<String, Open> open = Map.of();

    /** @param certificate null for one over HTTP */
    private record Open(Instant until, String answer, @Nullable CertificateMaterial certificate) {}

    private ClusterChallenges(ActorSystem<?> system, Sealing sealing, InstantSource clock) {
        this.system = system;
        this.sealing = sealing;
        this.clock = clock;
        this.self = DistributedData.get(system).selfUniqueAddress();
        this.value = new ReplicatedValue<>(system, LWWMapKey.create("weir-challenges"), LWWMap.create());
    }

    /** Follows those that the nodes open. */
    public static ClusterChallenges start(ActorSystem<?> system, Sealing sealing, InstantSource clock) {
        ClusterChallenges challenges = new ClusterChallenges(system, sealing, clock);
        challenges.value.follow(map -> challenges.use(map.getEntries()));
        return challenges;
    }

    @Override
    public CompletionStage<Reach> openHttp(String token, String keyAuthorization) {
        return put(HTTP + token, keyAuthorization.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<Reach> openTls(String host, String certificatePem, String keyPem) {
        byte[] none = new byte[0];
        return put(
                TLS + host,
                new StoredCertificate(
                                certificatePem.getBytes(StandardCharsets.US_ASCII),
                                keyPem.getBytes(StandardCharsets.US_ASCII),
                                none,
                                clock.instant())
                        .bytes());
    }

    @Override
    public CompletionStage<Reach> closeHttp(String token) {
        return update(map -> map.remove(self, HTTP + token));
    }

    @Override
    public CompletionStage<Reach> closeTls(String host) {
        return update(map -> map.remove(self, TLS + host));
    }

    @Override
    public @Nullable String http(String token) {
        Open found = find(HTTP + token);
        return found == null ? null : found.answer();
    }

    @Override
    public @Nullable CertificateMaterial tls(String host) {
        Open found = find(TLS + host);
        return found == null ? null : found.certificate();
    }

    /** Mostly there are none, and then nothing is looked at. */
    private @Nullable Open find(String key) {
        Map<String, Open> now = open;
        Open found = now.isEmpty() ? null : now.get(key);
        return found == null || clock.instant().isAfter(found.until()) ? null : found;
    }

    private CompletionStage<Reach> put(String key, byte[] answer) {
        String until = Long.toString(clock.instant().plus(LONGEST).toEpochMilli());
        String sealed = Base64.getEncoder().encodeToString(sealing.seal(PURPOSE, key, answer));
        return update(map -> map.put(self, key, until + ":" + sealed)).thenCompose(this::told);
    }

    /** A node that has a value tells those who follow it a tenth of a second later at most. */
    private CompletionStage<Reach> told(Reach reach) {
        CompletableFuture<Reach> told = new CompletableFuture<>();
        system.scheduler().scheduleOnce(TELLING, () -> told.complete(reach), system.executionContext());
        return told;
    }

    /** Ended ones go with the next change. */
    private CompletionStage<Reach> update(UnaryOperator<LWWMap<String, String>> change) {
        long now = clock.instant().toEpochMilli();
        return value.update(map -> {
            LWWMap<String, String> left = map;
            for (Map.Entry<String, String> entry : map.getEntries().entrySet()) {
                if (until(entry.getValue()) < now || left.size() >= MOST) {
                    left = left.remove(self, entry.getKey());
                }
            }
            return change.apply(left);
        });
    }

    private static long until(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(':')));
    }

    private void use(Map<String, String> entries) {
        Map<String, Open> next = new HashMap<>();
        entries.forEach((key, text) -> {
            byte[] answer =
                    sealing.open(PURPOSE, key, Base64.getDecoder().decode(text.substring(text.indexOf(':') + 1)));
            Open found = answer == null ? null : read(key, Instant.ofEpochMilli(until(text)), answer);
            if (found == null) {
                LOG.error(
                        "an ACME challenge cannot be opened on this node; is weir.cluster.secret-file the same on all?");
            } else {
                next.put(key, found);
            }
        });
        open = Map.copyOf(next);
    }

    private static @Nullable Open read(String key, Instant until, byte[] answer) {
        if (key.startsWith(HTTP)) {
            return new Open(until, new String(answer, StandardCharsets.UTF_8), null);
        }
        try {
            StoredCertificate stored = StoredCertificate.parse(answer);
            PemText secret = PemText.read(stored.texts().key().text(), "the challenge's key");
            PemText chain = PemText.read(stored.texts().chain().text(), "the challenge's certificate");
            if (secret.key() != null && !chain.certificates().isEmpty()) {
                return new Open(
                        until,
                        "",
                        new CertificateMaterial(
                                key.substring(TLS.length()), chain.certificates(), secret.key(), new byte[0]));
            }
        } catch (UnusableCertificate e) {
            LOG.error("an ACME challenge cannot be used: {}", e.reason());
        }
        return null;
    }
}
