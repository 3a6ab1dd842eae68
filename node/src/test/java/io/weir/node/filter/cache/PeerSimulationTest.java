package io.weir.node.filter.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.model.CachePolicy;
import io.weir.node.dataplane.accept.Door;
import io.weir.node.state.AnswerWatch;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.LiveAnswer;
import io.weir.node.state.PeerAnswer;
import io.weir.node.state.PeerBook;
import io.weir.node.state.PeerPlan;
import io.weir.node.state.Purge;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.ServedAnswer;
import io.weir.node.state.Snapshot;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import io.weir.protocol.http.RequestParser;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The caches of several nodes with a network, a backend and a schedule that are made up: what is under way happens in any order,
 * nodes die and come back with nothing, purges reach one node after the other. A seed makes a schedule; the one of a failure is told.
 */
final class PeerSimulationTest {
    private static final CachePolicy POLICY = new CachePolicy(
            "cache",
            1 << 20,
            1 << 16,
            Optional.empty(),
            List.of(),
            List.of(),
            false,
            Duration.ZERO,
            Duration.ZERO,
            false,
            true,
            Optional.empty());

    /** What is to be done, in any order. */
    private static final class Schedule {
        private final Random random;
        private final List<Runnable> ready = new ArrayList<>();

        Schedule(long seed) {
            random = new Random(seed);
        }

        synchronized void add(Runnable step) {
            ready.add(step);
        }

        private synchronized @Nullable Runnable next() {
            return ready.isEmpty() ? null : ready.remove(random.nextInt(ready.size()));
        }

        boolean step() {
            Runnable step = next();
            if (step != null) {
                step.run();
            }
            return step != null;
        }

        void all() {
            int steps = 0;
            while (step()) {
                assertTrue(++steps < 200_000, "it never ends");
            }
        }
    }

    /** Steps of one loop stay in order. */
    private static final class Lane implements Executor {
        private final Schedule schedule;
        private final List<Runnable> waiting = new ArrayList<>();

        Lane(Schedule schedule) {
            this.schedule = schedule;
        }

        @Override
        public void execute(Runnable step) {
            synchronized (waiting) {
                waiting.add(step);
            }
            schedule.add(() -> {
                Runnable first;
                synchronized (waiting) {
                    first = waiting.remove(0);
                }
                first.run();
            });
        }
    }

    /** One life of a node. */
    private final class Node implements PeerBook {
        private final String name;
        private final Lane loop = new Lane(schedule);
        private final CacheStores caches = new CacheStores();
        private final CacheFilter filter = new CacheFilter(POLICY, caches);
        private final PeerDoor door = new PeerDoor(caches);
        private final EndpointStatuses statuses = new EndpointStatuses();
        private final List<PeerAnswer> asking = new ArrayList<>();
        private int floor;
        private boolean dead;

        Node(String name) {
            this.name = name;
            caches.share(this);
        }

        @Override
        public Circle circle() {
            return new Circle(name, new ArrayList<>(nodes.keySet()));
        }

        @Override
        public @Nullable PeerPlan peer(String member) {
            return PeerPlan.of(member, InetSocketAddress.createUnresolved("x", 1), "token", statuses, null);
        }

        @Override
        public String token() {
            return "token";
        }
    }

    /** An exchange of a client, or of another node. */
    private final class Sim implements FilterContext {
        private final Node node;
        private final RequestHead head;
        private final RoutePlan route = Door.route(exchange -> Filter.Outcome.CONTINUE);
        private final StringBuilder fields = new StringBuilder();
        private final Consumer<Sim> answered;
        private @Nullable AnswerWatch watch;
        private @Nullable ServedAnswer served;
        private @Nullable LiveAnswer live;
        private @Nullable Problem denied;
        private boolean empty;

        Sim(Node node, byte[] request, Consumer<Sim> answered) {
            this.node = node;
            this.answered = answered;
            ParsedRequest parsed = new ParsedRequest(request.length);
            RequestParser parser = new RequestParser(parsed);
            parser.reserve(request.length);
            System.arraycopy(request, 0, parser.buffer(), parser.limit(), request.length);
            parser.added(request.length);
            assertEquals(RequestParser.Progress.DONE, parser.parse(1 << 20, 1000));
            head = parsed;
        }

        void start(Filter filter) {
            node.loop.execute(() -> {
                if (!node.dead) {
                    went(filter.onRequest(this));
                }
            });
        }

        private void went(Filter.Outcome outcome) {
            switch (outcome) {
                case ANSWERED -> answered.accept(this);
                case CONTINUE -> schedule.add(() -> originAnswers(this));
                case WAIT -> {}
            }
        }

        @Override
        public void resume(Filter.Outcome outcome) {
            if (!node.dead) {
                went(outcome);
            }
        }

        @Override
        public Executor loop() {
            return node.loop;
        }

        @Override
        public void askPeer(PeerPlan peer, byte[] request, Duration patience, PeerAnswer answer) {
            node.asking.add(answer);
            Node other = nodes.get(peer.member());
            if (other == null || other.dead) {
                fail(node, answer);
            } else {
                schedule.add(() -> new Sim(other, request, there -> there.sendTo(node, answer)).start(other.door));
            }
            calls.add(new Call(node, other, answer));
        }

        private byte[] bytes() {
            LiveAnswer arriving = live;
            ServedAnswer whole = served;
            byte[] own = arriving != null
                    ? arriving.head()
                    : whole != null
                            ? whole.head()
                            : "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            String text = new String(own, StandardCharsets.ISO_8859_1);
            return text.replaceFirst("\r\n", "\r\n" + fields).getBytes(StandardCharsets.ISO_8859_1);
        }

        private void sendTo(Node asker, PeerAnswer answer) {
            byte[] lines = bytes();
            send(asker, answer, () -> {
                ParsedResponse parsed = new ParsedResponse();
                assertTrue(parsed.parse(lines, lines.length) > 0);
                answer.onHead(parsed);
                sendBody(asker, answer, 0);
            });
        }

        private void sendBody(Node asker, PeerAnswer answer, long position) {
            LiveAnswer arriving = live;
            ServedAnswer whole = served;
            if (arriving == null) {
                byte[] body = whole == null ? new byte[0] : copy(whole);
                send(asker, answer, () -> {
                    if (body.length > 0) {
                        answer.onData(body);
                    }
                    finish(answer);
                    answer.onEnd();
                });
                return;
            }
            arriving.body().await(position, node.loop, () -> {
                byte[] part = copy(arriving.body().from(position, 3));
                if (part.length == 0) {
                    if (arriving.body().isCut()) {
                        fail(asker, answer);
                    }
                    return;
                }
                send(asker, answer, () -> {
                    answer.onData(part);
                    if (position + part.length == arriving.body().length()) {
                        finish(answer);
                        answer.onEnd();
                    } else {
                        sendBody(asker, answer, position + part.length);
                    }
                });
            });
        }

        private void send(Node asker, PeerAnswer answer, Runnable step) {
            if (!node.dead) {
                asker.loop.execute(() -> {
                    if (!asker.dead && !over.contains(answer)) {
                        step.run();
                    }
                });
            }
        }

        @Override
        public RequestHead head() {
            return head;
        }

        @Override
        public RouteMatch match() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RoutePlan route() {
            return route;
        }

        @Override
        public Snapshot snapshot() {
            return Snapshot.EMPTY;
        }

        @Override
        public long nowNanos() {
            return System.nanoTime();
        }

        @Override
        public @Nullable Identity identity() {
            return null;
        }

        @Override
        public void identify(Identity identity) {}

        @Override
        public void dropRequestField(FieldName name) {}

        @Override
        public void dropQueryParameter(String name) {}

        @Override
        public void addRequestLines(byte[] lines) {}

        @Override
        public void addResponseField(String name, String value) {
            fields.append(name).append(": ").append(value).append("\r\n");
        }

        @Override
        public long bodyLength() {
            return 0;
        }

        @Override
        public boolean watchAnswer(AnswerWatch newWatch) {
            watch = newWatch;
            return true;
        }

        @Override
        public void serve(ServedAnswer answer) {
            served = answer;
        }

        @Override
        public void serve(LiveAnswer answer) {
            live = answer;
        }

        @Override
        public void noteCache(String outcome) {}

        @Override
        public void answer(int status, String contentType, byte[] body) {
            empty = true;
        }

        @Override
        public void deny(Problem problem) {
            denied = problem;
        }
    }

    private record Call(Node from, @Nullable Node to, PeerAnswer answer) {}

    private static byte[] copy(ServedAnswer answer) {
        byte[] bytes = new byte[(int) answer.length()];
        for (int done = 0; done < bytes.length; ) {
            ByteBuffer part = answer.body()
                    .from(answer.start() + done, bytes.length - done)
                    .duplicate();
            int length = part.remaining();
            part.get(bytes, done, length);
            done += length;
        }
        answer.body().release();
        return bytes;
    }

    private static byte[] copy(ByteBuffer shared) {
        byte[] bytes = new byte[shared.remaining()];
        shared.duplicate().get(bytes);
        return bytes;
    }

    private Schedule schedule = new Schedule(0);
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<PeerAnswer> over = new ArrayList<>();
    private final Map<String, Purge> purges = new LinkedHashMap<>();
    private int version;
    private int origin;
    private int open;
    private int old;
    private int cut;

    private void finish(PeerAnswer answer) {
        over.add(answer);
        calls.removeIf(call -> call.answer == answer);
    }

    private void fail(Node asker, PeerAnswer answer) {
        asker.loop.execute(() -> {
            if (!asker.dead && !over.contains(answer)) {
                finish(answer);
                answer.onFailure();
            }
        });
    }

    /** The backend reads what is true when it is asked, and says it in two parts. */
    private void originAnswers(Sim exchange) {
        if (exchange.node.dead) {
            return;
        }
        origin++;
        String body = "version " + version;
        byte[] head = ("HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nCache-Tag: t\r\nContent-Length: "
                        + body.length() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        AnswerWatch watch = Objects.requireNonNull(exchange.watch, "who asks a backend watches");
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> {
            ParsedResponse parsed = new ParsedResponse();
            parsed.parse(head, head.length);
            watch.onHead(parsed, exchange);
        });
        steps.add(() -> watch.onData(body.substring(0, 4).getBytes(StandardCharsets.US_ASCII)));
        steps.add(() -> watch.onData(body.substring(4).getBytes(StandardCharsets.US_ASCII)));
        steps.add(() -> {
            watch.onEnd();
            watch.onOver();
            exchange.served = new ServedAnswer(head, ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII)), true);
            exchange.answered.accept(exchange);
        });
        steps.forEach(step -> schedule.add(() -> exchange.node.loop.execute(() -> {
            if (!exchange.node.dead) {
                steps.remove(0).run();
            }
        })));
    }

    private void client(Node node) {
        int floor = node.floor;
        open++;
        byte[] request = "GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        new Sim(node, request, done -> read(done, floor, 0, new StringBuilder())).start(node.filter);
    }

    private void read(Sim done, int floor, long position, StringBuilder text) {
        LiveAnswer arriving = done.live;
        if (arriving == null) {
            ServedAnswer whole = done.served;
            assertTrue(done.denied == null && !done.empty, "no answer");
            judge(new String(copy(Objects.requireNonNull(whole, "no answer")), StandardCharsets.US_ASCII), floor);
            return;
        }
        arriving.body().await(position, done.node.loop, () -> {
            if (done.node.dead) {
                return;
            }
            byte[] part = copy(arriving.body().from(position, 5));
            text.append(new String(part, StandardCharsets.US_ASCII));
            if (part.length == 0) {
                assertTrue(arriving.body().isCut());
                open--;
                cut++;
            } else if (text.length() == arriving.body().length()) {
                judge(text.toString(), floor);
            } else {
                read(done, floor, position + part.length, text);
            }
        });
    }

    private void judge(String body, int floor) {
        open--;
        old += Integer.parseInt(body.substring("version ".length())) < floor ? 1 : 0;
    }

    /** Dies at once: what it asked and was asked is over, and its clients are nobody's. */
    private void kill(String name, int waiting) {
        Node node = Objects.requireNonNull(nodes.get(name), name);
        node.dead = true;
        new ArrayList<>(calls).forEach(call -> {
            if (call.to == node) {
                fail(call.from, call.answer);
            }
        });
        lost += waiting;
    }

    private int lost;

    /** Comes back with nothing, and hears of all purges before it serves. */
    private void startAgain(String name) {
        Node node = new Node(name);
        purges.forEach(node.caches::purge);
        node.floor = lastPurge;
        nodes.put(name, node);
    }

    private int lastPurge;

    /** The content changes; then each node purges at a moment of its own, and answers when all have. */
    private void purge() {
        int now = ++version;
        String id = "p" + now;
        Purge purge =
                switch (schedule.random.nextInt(3)) {
                    case 0 -> new Purge(Purge.Kind.TAG, "t");
                    case 1 -> new Purge(Purge.Kind.PREFIX, "http://example.com/");
                    default -> new Purge(Purge.Kind.ALL, "");
                };
        purges.put(id, purge);
        List<Node> left = new ArrayList<>(nodes.values());
        new ArrayList<>(left)
                .forEach(node -> schedule.add(() -> {
                    node.caches.purge(id, purge);
                    left.remove(node);
                    left.removeIf(one -> one.dead);
                    if (left.isEmpty()) {
                        lastPurge = Math.max(lastPurge, now);
                        nodes.values().forEach(one -> one.floor = Math.max(one.floor, now));
                    }
                }));
    }

    @ParameterizedTest(name = "{0} schedules, purges: {1}, deaths: {2}; {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            400 | 0 | 0 | a cold key is fetched once
            400 | 0 | 1 | and at most twice more for each node that dies and comes back
            400 | 3 | 0 | nothing that was purged is given
            600 | 3 | 2 | whatever dies meanwhile
            """)
    void inWhateverOrderThingsHappen(int schedules, int mostPurges, int mostDeaths, String reason) {
        for (long seed = 0; seed < schedules; seed++) {
            run(seed, mostPurges, mostDeaths);
        }
    }

    private void run(long seed, int mostPurges, int mostDeaths) {
        schedule = new Schedule(seed);
        nodes.clear();
        calls.clear();
        over.clear();
        purges.clear();
        version = origin = open = old = cut = lost = lastPurge = 0;
        for (String name : List.of("n1", "n2", "n3")) {
            nodes.put(name, new Node(name));
        }
        Random random = schedule.random;
        int deaths = 0;
        int purged = 0;
        for (int event = 0; event < 60; event++) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (purged < mostPurges) {
                        purged++;
                        purge();
                    }
                }
                case 1 -> {
                    if (deaths < mostDeaths) {
                        deaths++;
                        String name = "n" + (1 + random.nextInt(3));
                        kill(name, 0);
                        startAgain(name);
                    }
                }
                default -> client(new ArrayList<>(nodes.values()).get(random.nextInt(3)));
            }
            for (int step = random.nextInt(4); step > 0; step--) {
                schedule.step();
            }
        }
        schedule.all();
        String scene = "seed " + seed + ", purges " + purged + ", deaths " + deaths;
        assertEquals(0, old, scene + ": old answers");
        if (deaths == 0) {
            assertEquals(0, open, scene + ": clients without an answer");
            assertEquals(0, cut, scene + ": clients with a part of one");
        }
        if (purged == 0) {
            // Once more by who takes the place of one that died, once more by that one when it is back with nothing.
            assertTrue(origin <= 1 + 2 * deaths, scene + ": the origin was asked " + origin + " times");
        }
        nodes.values()
                .forEach(node -> assertEquals(
                        0, node.caches.of(POLICY).flights(), scene + ": " + node.name + " still waits for something"));
    }
}
