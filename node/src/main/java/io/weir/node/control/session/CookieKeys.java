package io.weir.node.control.session;

import io.weir.node.state.CookieSigner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.ORSetKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * The cookie secrets, in durable distributed data: made once by whoever finds none, used by all. Two nodes that start
 * at the same moment may each make one; both are kept, the newest signs, so no cookie becomes invalid.
 */
public final class CookieKeys {
    /** Durable: the prefix is bound to disk in the node's settings. */
    private static final Key<ORSet<String>> KEY = ORSetKey.create("durable-cookie-keys");

    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int SECRET_BYTES = 32;

    private CookieKeys() {}

    /** Starts following the cluster's keys. Until they are known a fresh key signs, which then becomes one of them. */
    public static CookieSigner start(ActorSystem<?> system) {
        CookieKey own = fresh();
        HmacCookieSigner signer = new HmacCookieSigner(List.of(own), CookieKeys::nowSeconds);
        system.systemActorOf(follow(signer, own), "weir-cookie-keys", Props.empty());
        return signer;
    }

    private sealed interface Command {}

    private record Found(Replicator.GetResponse<ORSet<String>> response) implements Command {}

    private record Written(Replicator.UpdateResponse<ORSet<String>> response) implements Command {}

    private record Changed(Replicator.SubscribeResponse<ORSet<String>> response) implements Command {}

    private enum Own implements Command {
        READ
    }

    private static Behavior<Command> follow(HmacCookieSigner signer, CookieKey own) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> DistributedData.withReplicatorMessageAdapter(
                (ReplicatorMessageAdapter<Command, ORSet<String>> replicator) -> {
                    replicator.subscribe(KEY, Changed::new);
                    read(replicator);
                    SelfUniqueAddress self =
                            DistributedData.get(context.getSystem()).selfUniqueAddress();
                    return Behaviors.receive(Command.class)
                            .onMessageEquals(Own.READ, () -> {
                                read(replicator);
                                return Behaviors.same();
                            })
                            .onMessage(Changed.class, changed -> use(signer, changed))
                            .onMessage(Found.class, found -> {
                                if (found.response() instanceof Replicator.NotFound<ORSet<String>>) {
                                    write(replicator, self, own);
                                } else if (!(found.response() instanceof Replicator.GetSuccess<ORSet<String>>)) {
                                    timers.startSingleTimer(Own.READ, RETRY);
                                }
                                return Behaviors.same();
                            })
                            .onMessage(Written.class, written -> Behaviors.same())
                            .build();
                })));
    }

    private static void read(ReplicatorMessageAdapter<Command, ORSet<String>> replicator) {
        replicator.askGet(
                (ActorRef<Replicator.GetResponse<ORSet<String>>> replyTo) ->
                        new Replicator.Get<>(KEY, new Replicator.ReadMajority(BOUND), replyTo),
                Found::new);
    }

    private static void write(
            ReplicatorMessageAdapter<Command, ORSet<String>> replicator, SelfUniqueAddress self, CookieKey own) {
        replicator.askUpdate(
                (ActorRef<Replicator.UpdateResponse<ORSet<String>>> replyTo) -> new Replicator.Update<>(
                        KEY,
                        ORSet.create(),
                        new Replicator.WriteMajority(BOUND),
                        replyTo,
                        keys -> keys.add(self, own.text())),
                Written::new);
    }

    private static Behavior<Command> use(HmacCookieSigner signer, Changed changed) {
        if (changed.response() instanceof Replicator.Changed<ORSet<String>> now) {
            Set<CookieKey> keys =
                    now.get(KEY).getElements().stream().map(CookieKey::parse).collect(Collectors.toSet());
            if (!keys.isEmpty()) {
                signer.use(keys);
            }
        }
        return Behaviors.same();
    }

    private static CookieKey fresh() {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        byte[] id = new byte[6];
        random.nextBytes(id);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return new CookieKey(encoder.encodeToString(id), nowSeconds(), encoder.encodeToString(secret));
    }

    private static long nowSeconds() {
        return System.currentTimeMillis() / 1000;
    }
}
