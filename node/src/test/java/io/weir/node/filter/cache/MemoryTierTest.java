package io.weir.node.filter.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.state.StoredBody;
import io.weir.protocol.http.ParsedResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory tier against a map, with bodies that say by themselves to which key and version they belong. */
final class MemoryTierTest {
    private static final String TYPE = "X-Version: ";

    private static String key(int number) {
        return "phost/path/" + number;
    }

    private static byte[] body(int number, int version, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (number * 31 + version * 7 + i);
        }
        return bytes;
    }

    static Stored answer(int number, int version, int length, String... tags) {
        byte[] lines = ("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: \"" + number + "\"\r\n" + TYPE + version
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ParsedResponse parsed = new ParsedResponse();
        parsed.parse(lines, lines.length);
        StoredHead head = StoredHead.of(parsed, 1_700_000_000).kept(length);
        Place place = Place.of(key(number), List.of(tags));
        StoredBody body = StoredBody.of(ByteBuffer.wrap(body(number, version, length)));
        return new Stored("route", place, head, body, 60, 1, System.nanoTime(), 5);
    }

    static Stored answer(int number, byte[] body, String... tags) {
        return answer(number, body, 0, tags);
    }

    static Stored answer(int number, byte[] body, long checked, String... tags) {
        Stored like = answer(number, 0, body.length, tags);
        return new Stored(
                "route",
                like.place(),
                like.head(),
                StoredBody.of(ByteBuffer.wrap(body)),
                60,
                1,
                System.nanoTime(),
                checked);
    }

    private static byte[] read(@Nullable Stored stored) {
        assertNotNull(stored);
        ByteBuffer all = ByteBuffer.allocate((int) stored.body().length());
        while (all.hasRemaining()) {
            all.put(stored.body().from(all.position(), all.remaining()));
        }
        return all.array();
    }

    private static boolean put(MemoryTier tier, String key, Stored stored) {
        Entry entry = tier.put(key, stored);
        if (entry != null) {
            entry.release();
        }
        return entry != null;
    }

    private static @Nullable Stored find(MemoryTier tier, int number) {
        return tier.find(key(number)) instanceof Stored stored ? stored : null;
    }

    /** Reads it as it should be, or finds that it is gone. */
    private static boolean isWhole(Stored stored, int number) {
        if (!stored.body().retain()) {
            return true;
        }
        try {
            int version = Integer.parseInt(stored.head().field("x-version"));
            byte[] bytes = read(stored);
            return Arrays.equals(body(number, version, bytes.length), bytes);
        } finally {
            stored.body().release();
        }
    }

    @ParameterizedTest(name = "a body of {0} bytes")
    @ValueSource(ints = {0, 1, 100, 4_000, 70_000, 200_000})
    void whatIsFoundIsWhatWasPut(int length) {
        MemoryTier tier = new MemoryTier(1 << 20, new Figures());
        assertTrue(put(tier, key(1), answer(1, 3, length, "red", "blue")));

        Stored found = find(tier, 1);

        assertNotNull(found);
        assertEquals("route", found.route());
        assertEquals(new Place("host", "/path/1", List.of("red", "blue")), found.place());
        assertEquals("\"1\"", found.head().etag());
        assertEquals(60, found.lifetime());
        assertEquals(60, found.control().maxAge());
        assertEquals(5, found.checked());
        assertEquals(1, found.age(found.arrivedNanos()));
        assertArrayEquals(answer(1, 3, length).headBytes(), found.headBytes());
        assertArrayEquals(body(1, 3, length), read(found));
        assertTrue(tier.close());
    }

    @Test
    void whatIsDroppedWhileItIsSentStaysUntilItHasBeen() {
        MemoryTier tier = new MemoryTier(1 << 20, new Figures());
        put(tier, key(1), answer(1, 1, 100_000));
        Stored found = find(tier, 1);
        assertNotNull(found);
        assertTrue(found.body().retain());

        tier.clear();
        for (int i = 2; i < 40; i++) {
            put(tier, key(i), answer(i, 1, 100_000));
        }

        assertNull(find(tier, 1));
        assertArrayEquals(body(1, 1, 100_000), read(found));
        assertFalse(tier.close(), "somebody still holds it");
        found.body().release();
        assertFalse(found.body().retain(), "it is gone for good");
        assertTrue(tier.close());
    }

    /** A body that is in pieces is shared by the answer with a new head; each can go first. */
    @ParameterizedTest(name = "the older one goes first: {0}")
    @ValueSource(booleans = {true, false})
    void aNewHeadSharesTheBody(boolean olderFirst) {
        MemoryTier tier = new MemoryTier(1 << 20, new Figures());
        put(tier, key(1), answer(1, 1, 200_000));
        Stored old = find(tier, 1);
        assertNotNull(old);
        assertTrue(old.body().retain());
        Stored renewed = new Stored("route", old.place(), old.head(), old.body(), 90, 0, 0, 5);
        long before = tier.taken();

        assertTrue(put(tier, olderFirst ? key(1) : "phost/path/other", renewed));

        assertTrue(tier.taken() - before < 10_000, "copied: " + (tier.taken() - before));
        if (!olderFirst) {
            tier.remove("phost/path/other");
        }
        old.body().release();
        assertArrayEquals(body(1, 1, 200_000), read(find(tier, 1)));
        assertTrue(tier.close());
    }

    @Test
    void itAgreesWithAMapWhateverIsDone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Figures figures = new Figures();
        MemoryTier tier = new MemoryTier(1 << 20, figures);
        Map<Integer, Integer> model = new HashMap<>();
        long puts = 0;
        for (int step = 0; step < 30_000; step++) {
            int number = random.nextInt(400);
            int what = random.nextInt(100);
            if (what < 40) {
                int length = random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(3_000);
                if (put(tier, key(number), answer(number, step, length, "tag" + number % 7))) {
                    model.put(number, step);
                    puts++;
                }
            } else if (what < 97) {
                Stored found = find(tier, number);
                if (found != null) {
                    assertEquals(model.get(number), Integer.valueOf(found.head().field("x-version")), "seed " + seed);
                    assertTrue(isWhole(found, number), "seed " + seed);
                }
            } else if (what < 99) {
                tier.remove(key(number));
                model.remove(number);
            } else {
                String tag = "tag" + random.nextInt(7);
                tier.removeIf(stored -> stored.place().tags().contains(tag));
                model.keySet().removeIf(known -> ("tag" + known % 7).equals(tag));
            }
        }
        long count = tier.count();
        assertTrue(tier.bytes() <= 1 << 20);
        assertTrue(tier.taken() <= tier.bytes(), "what is weighed covers what is taken");
        assertTrue(count > 0 && figures.evicted.sum() + figures.replaced.sum() > 0, "seed " + seed);
        assertTrue(puts >= count + figures.evicted.sum() + figures.expired.sum() + figures.replaced.sum());
        assertTrue(tier.close(), "no block is lost; seed " + seed);
    }

    @Test
    void manyThreadsNeverSeeAByteOfSomethingElse() throws Exception {
        long seed = System.nanoTime();
        MemoryTier tier = new MemoryTier(512 << 10, new Figures());
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Integer>> results = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            Random random = new Random(seed + thread);
            results.add(threads.submit(() -> {
                int read = 0;
                for (int step = 0; step < 15_000; step++) {
                    int number = random.nextInt(120);
                    int what = random.nextInt(100);
                    if (what < 35) {
                        put(
                                tier,
                                key(number),
                                answer(number, step, random.nextInt(random.nextInt(30) == 0 ? 90_000 : 5_000)));
                    } else if (what < 97) {
                        Stored found = find(tier, number);
                        if (found != null) {
                            assertTrue(isWhole(found, number), "seed " + seed);
                            read++;
                        }
                    } else if (what < 99) {
                        tier.remove(key(number));
                    } else {
                        tier.removeIf(stored -> stored.hashCode() % 5 == 0);
                    }
                }
                return read;
            }));
        }
        int read = 0;
        for (Future<Integer> result : results) {
            read += result.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertTrue(read > 1_000, "something was found: " + read);
        assertTrue(tier.close(), "no block is lost; seed " + seed);
    }
}
