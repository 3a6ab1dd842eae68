package io.weir.node.filter;

import io.weir.config.model.Balance;
import io.weir.config.model.Sticky;
import io.weir.node.decide.balance.LeastRequest;
import io.weir.node.decide.balance.Rendezvous;
import io.weir.node.decide.balance.SmoothRoundRobin;
import io.weir.node.decide.balance.WeightedRandom;
import io.weir.node.state.CookieSigner;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.FilterContext;
import io.weir.node.state.LoopLoad;
import io.weir.node.state.UpstreamPlan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sessions first, then the balancing policy of the upstream. Keeps the turns of one loop. */
final class BalancingPicker implements EndpointPicker, LeastRequest.Load {
    // An upstream does not know its routes: hashing by route would send all to one endpoint, by any name.
    private static final byte[] NO_ROUTE = new byte[0];

    private final CookieSigner signer;
    private final long seed;
    private @Nullable Turns[] turns = new Turns[0];
    private int[] weights = new int[16];
    private EndpointPlan[] endpoints = new EndpointPlan[0];
    private LoopLoad load = endpoint -> 0;

    /** What the loop remembers of one upstream of one revision. */
    private static final class Turns {
        final EndpointPlan[] endpoints;
        final SmoothRoundRobin robin;
        final long[] names;
        final @Nullable KeyReader key;

        Turns(UpstreamPlan upstream, long seed) {
            endpoints = upstream.endpoints();
            robin = new SmoothRoundRobin(endpoints.length, seed);
            names = new long[endpoints.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = Rendezvous.hash(endpoints[i].id());
            }
            key = upstream.model()
                    .balance()
                    .key()
                    .map(value -> KeyReader.of(value, NO_ROUTE))
                    .orElse(null);
        }
    }

    BalancingPicker(CookieSigner signer, long seed) {
        this.signer = signer;
        this.seed = seed;
    }

    @Override
    public @Nullable EndpointPlan pick(
            UpstreamPlan upstream, FilterContext exchange, LoopLoad loopLoad, long excludedMask, int random) {
        endpoints = upstream.endpoints();
        load = loopLoad;
        boolean panic = Eligibility.panic(upstream);
        Sticky.Cookie cookie = upstream.model().sticky().orElse(null) instanceof Sticky.Cookie c ? c : null;
        String session = cookie == null ? exchange.stuckTo() : cookieSession(upstream, cookie, exchange);
        if (session != null) {
            int kept = Eligibility.indexOf(upstream, session);
            if (kept >= 0
                    && !excluded(excludedMask, kept)
                    && (panic || endpoints[kept].status().usable())) {
                return endpoints[kept];
            }
        }
        weigh(excludedMask, panic);
        int index = upstream.model().balance().kind() == Balance.Kind.HASH
                ? hashed(turns(upstream), exchange, random)
                : balance(upstream, random);
        if (index < 0) {
            return null;
        }
        EndpointPlan chosen = endpoints[index];
        if (cookie != null) {
            String value = signer.sign(upstream.name(), chosen.id());
            exchange.setSessionCookie(cookie.name() + "=" + value + "; Path=/; HttpOnly; SameSite=Lax");
        }
        return chosen;
    }

    @Override
    public @Nullable EndpointPlan pickFor(
            UpstreamPlan upstream, byte[] client, LoopLoad loopLoad, long excludedMask, int random) {
        endpoints = upstream.endpoints();
        load = loopLoad;
        weigh(excludedMask, Eligibility.panic(upstream));
        int index = upstream.model().balance().kind() == Balance.Kind.HASH
                ? hashed(turns(upstream), Rendezvous.hash(client, 0, client.length))
                : balance(upstream, random);
        return index < 0 ? null : endpoints[index];
    }

    private @Nullable String cookieSession(UpstreamPlan upstream, Sticky.Cookie cookie, FilterContext exchange) {
        String value = Cookies.value(exchange.head(), cookie.name());
        return value == null ? null : signer.verify(upstream.name(), value);
    }

    private void weigh(long excludedMask, boolean panic) {
        int count = endpoints.length;
        if (weights.length < count) {
            weights = new int[Math.max(count, weights.length * 2)];
        }
        for (int i = 0; i < count; i++) {
            EndpointPlan endpoint = endpoints[i];
            EndpointStatus status = endpoint.status();
            boolean in = !excluded(excludedMask, i) && !status.draining() && (panic || status.usable());
            weights[i] = in ? endpoint.weight() : 0;
        }
    }

    private static boolean excluded(long mask, int index) {
        return (mask >>> index & 1) != 0; // Java shifts by index % 64: the fold that pick promises.
    }

    private int balance(UpstreamPlan upstream, int random) {
        int count = endpoints.length;
        return switch (upstream.model().balance().kind()) {
            case ROUND_ROBIN -> turns(upstream).robin.next(weights, count);
            case WEIGHTED_RANDOM, HASH -> WeightedRandom.pick(weights, count, random);
            case LEAST_REQUEST -> LeastRequest.pick(weights, count, this, random);
        };
    }

    /** A request without the key goes anywhere. */
    private int hashed(Turns state, FilterContext exchange, int random) {
        KeyReader key = state.key;
        if (key != null) {
            byte[] array = key.array(exchange);
            long range = key.range(exchange, array);
            if (range != KeyReader.NONE) {
                return hashed(state, Rendezvous.hash(array, KeyReader.start(range), KeyReader.end(range)));
            }
        }
        return WeightedRandom.pick(weights, endpoints.length, random);
    }

    private int hashed(Turns state, long hash) {
        return Rendezvous.pick(weights, state.names, endpoints.length, hash);
    }

    @Override
    public long of(int candidate) {
        EndpointStatus status = endpoints[candidate].status();
        return (long) load.inFlight(status) + status.remoteInFlight();
    }

    private Turns turns(UpstreamPlan upstream) {
        if (turns.length <= upstream.id()) {
            turns = Arrays.copyOf(turns, upstream.id() + 8);
        }
        Turns state = turns[upstream.id()];
        if (state == null || state.endpoints != upstream.endpoints()) {
            state = new Turns(upstream, seed);
            turns[upstream.id()] = state;
        }
        return state;
    }
}
