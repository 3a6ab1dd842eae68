package io.weir.node.filter.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.model.CachePolicy;
import io.weir.node.filter.cache.disk.Alive;
import io.weir.node.filter.cache.disk.DiskLog;
import io.weir.node.state.Purge;
import io.weir.node.testkit.Await;
import io.weir.protocol.http.FieldName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on disk is what was written, or nothing: through restarts, purges, kills, and whatever happens to files. */
final class DiskTierTest {
    private static final long SIZE = 1 << 20;

    @TempDir
    Path root;

    static CachePolicy policy(long size) {
        return new CachePolicy(
                "assets",
                1 << 20,
                64 << 10,
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                Duration.ZERO,
                Duration.ZERO,
                false,
                true,
                Optional.of(new CachePolicy.Disk("cache", size)));
    }

    static DiskTier open(Path folder, PurgeLog purges) {
        return open(folder, purges, () -> true, () -> true);
    }

    private static DiskTier open(Path folder, PurgeLog purges, BooleanSupplier current, BooleanSupplier alone) {
        CachePolicy policy = policy(SIZE);
        DiskTier disk = new DiskTier(
                policy,
                policy.disk().orElseThrow(),
                folder,
                new DiskTier.Trust(current, alone),
                stored -> purges.hits(stored, stored.checked()));
        disk.start(CompletableFuture.completedFuture(null));
        return disk;
    }

    static String key(int number) {
        return "phost/path/" + number;
    }

    static byte[] body(int number, int length) {
        byte[] bytes = new byte[length];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    private static void put(MemoryTier memory, DiskTier disk, int number, int length, String... tags) {
        Entry entry = memory.put(key(number), MemoryTierTest.answer(number, body(number, length), tags));
        assertNotNull(entry);
        disk.write(key(number), entry);
        entry.release();
    }

    private static @Nullable Held load(DiskTier disk, String key) {
        return disk.read(key);
    }

    private static byte[] bytes(Stored stored) {
        ByteBuffer all = ByteBuffer.allocate((int) stored.body().length());
        while (all.hasRemaining()) {
            all.put(stored.body().from(all.position(), all.remaining()));
        }
        return all.array();
    }

    private static void end(DiskTier disk) {
        disk.close().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private DiskTier again(DiskTier disk) {
        disk.settle();
        end(disk);
        DiskTier next = open(root, new PurgeLog());
        next.settle();
        return next;
    }

    @Test
    void whatWasStoredIsThereAfterARestart() {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog());
        for (int i = 0; i < 20; i++) {
            put(memory, disk, i, i * 1_000, "red");
        }
        disk.write("phost/varies", new Variants(77, List.of(FieldName.of("accept"))));
        disk.drop(key(3));
        DiskTier next = again(disk);
        memory.clear();

        for (int i = 0; i < 20; i++) {
            assertEquals(i != 3, next.mayHave(key(i)), "entry " + i);
            if (load(next, key(i)) instanceof Stored stored) {
                assertArrayEquals(body(i, i * 1_000), bytes(stored));
                assertEquals("\"" + i + "\"", stored.head().etag());
                assertEquals(List.of("red"), stored.place().tags());
                assertTrue(stored.age(System.nanoTime()) >= 1);
            } else {
                assertEquals(3, i);
            }
        }
        assertTrue(load(next, "phost/varies") instanceof Variants found && found.generation() == 77);
        assertTrue(memory.close(), "nothing is held for the disk any more");
        end(next);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "TAG, red, what has the tag",
        "URL, http://host/path/1, what has the address",
        "PREFIX, http://host/path, what begins so",
        "ALL, '', everything"
    })
    void whatWasPurgedIsNotThereAfterARestart(Purge.Kind kind, String value, String reason) {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        PurgeLog purges = new PurgeLog();
        DiskTier disk = open(root, purges);
        put(memory, disk, 1, 100, "red");
        Purge purge = new Purge(kind, value);
        purges.add("", purge);
        disk.purge(purge);
        disk.settle();
        assertNull(load(disk, key(1)), reason + ", at once");
        Stored later = MemoryTierTest.answer(2, body(2, 100), purges.last(), "red");
        Entry entry = memory.put(key(2), later);
        assertNotNull(entry);
        disk.write(key(2), entry);
        entry.release();

        DiskTier next = again(disk);
        assertNull(load(next, key(1)), reason + ", after a restart");
        assertNotNull(load(next, key(2)), "what was stored after the purge");
        DiskTier third = again(next);
        assertNull(load(third, key(1)), reason + ", after two");
        end(third);
    }

    @Test
    void aPurgeThatIsLearnedOfAfterTheRestartHoldsForWhatWasThereBefore() {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog());
        put(memory, disk, 1, 100, "red");
        put(memory, disk, 2, 100, "blue");
        disk.settle();
        end(disk);
        PurgeLog purges = new PurgeLog();
        purges.add("", new Purge(Purge.Kind.TAG, "red"));
        DiskTier next = open(root, purges);
        next.settle();

        assertNull(load(next, key(1)));
        assertNotNull(load(next, key(2)));
        end(next);
    }

    @ParameterizedTest(name = "said {0} s ago: {1}; {2}")
    @CsvSource({
        "0, true, just now",
        "240, true, purges are still known",
        "301, false, a purge may have been forgotten",
        "-60, false, its clock was set back"
    })
    void whatANodeFindsThatWasAwayForTooLongIsNotBelieved(long ago, boolean believed, String reason)
            throws IOException {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog());
        put(memory, disk, 1, 100);
        disk.settle();
        end(disk);
        DiskLog log = DiskLog.open(root, SIZE);
        DiskContent content =
                DiskContent.open(log, DiskTier.alive(root, policy(SIZE)), System.currentTimeMillis() + ago * 1000);
        assertEquals(believed, content.has(Slot.hash(key(1))), reason);
        log.close();
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "true, true, true, 'nobody else could purge, before and now'",
        "true, false, true, 'who joined meanwhile tells what was purged'",
        "false, false, true, 'the others tell what was purged'",
        "false, true, false, 'the others are gone, with what they may have purged'"
    })
    void whatIsFoundIsBelievedWhereSomebodyKnowsAllPurges(
            boolean aloneBefore, boolean aloneNow, boolean believed, String reason) {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog(), () -> true, () -> aloneBefore);
        put(memory, disk, 1, 100);
        disk.settle();
        end(disk);
        DiskTier next = open(root, new PurgeLog(), () -> true, () -> aloneNow);
        next.settle();
        assertEquals(believed, next.mayHave(key(1)), reason);
        assertEquals(believed, load(next, key(1)) != null, reason);
        put(memory, next, 2, 100);
        next.settle();
        assertTrue(next.mayHave(key(2)), "what is stored now is kept in any case");
        end(next);
    }

    @Test
    void nothingIsFoundBeforeAllPurgesAreKnown() {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog());
        put(memory, disk, 1, 100, "red");
        put(memory, disk, 2, 100, "blue");
        disk.settle();
        end(disk);
        PurgeLog purges = new PurgeLog();
        AtomicBoolean current = new AtomicBoolean();
        DiskTier next = open(root, purges, current::get, () -> false);
        Purge purge = new Purge(Purge.Kind.TAG, "red");
        purges.add("one", purge);
        next.purge(purge);
        assertFalse(next.mayHave(key(2)));
        assertNull(load(next, key(2)));
        current.set(true);
        next.settle();
        assertNull(load(next, key(1)), "purged while it was away");
        assertTrue(load(next, key(2)) instanceof Stored);
        end(next);
    }

    /** Which it does not forget with the log of its life: the next has nothing else to go by when the cluster has forgotten. */
    @Test
    void whatWasPurgedBeforeItIsOpenedHoldsInLaterLivesAsWell() {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        CacheStores first = new CacheStores(root);
        first.of(policy(SIZE));
        Path folder = root.resolve("cache").resolve(policy(SIZE).name());
        first.close();
        DiskTier disk = open(folder, new PurgeLog());
        put(memory, disk, 1, 100, "red");
        put(memory, disk, 2, 100, "blue");
        disk.settle();
        end(disk);
        CacheStores second = new CacheStores(root);
        second.purge("one", new Purge(Purge.Kind.TAG, "red"));
        second.of(policy(SIZE));
        second.close();
        DiskTier third = open(folder, new PurgeLog());
        third.settle();
        assertNull(load(third, key(1)), "purged in the life before");
        assertTrue(load(third, key(2)) instanceof Stored);
        end(third);
    }

    @Test
    void aRevisionThatIsDiscardedLeavesTheDiskAlone() {
        CacheStores stores = new CacheStores(root);
        CacheStore live = stores.of(policy(SIZE));
        CacheStore other = stores.of(policy(SIZE * 2));
        assertNotSame(live, other);
        assertSame(live, stores.of(policy(SIZE)), "what is live is found again");
        assertSame(live, stores.named(live.policy().name(), live.print()));
        assertTrue(live.figures().disk().on());
        assertFalse(other.figures().disk().on(), "it is not live");
        stores.live(List.of(policy(SIZE)));
        assertTrue(live.figures().disk().on());

        CacheStore next = stores.of(policy(SIZE * 2));
        stores.live(List.of(policy(SIZE * 2)));
        assertSame(next, stores.of(policy(SIZE * 2)));
        Await.until(
                () -> "" + next.figures(),
                () -> next.figures().disk().on() && !live.figures().disk().on());
        stores.close();
    }

    @Test
    void whatAnotherPolicyWroteIsNotFound() throws IOException {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog());
        put(memory, disk, 1, 100);
        disk.settle();
        end(disk);
        DiskLog log = DiskLog.open(root, SIZE);
        Alive other = DiskTier.alive(root, policy(SIZE * 2));
        assertEquals(0, DiskContent.open(log, other, System.currentTimeMillis()).count());
        log.close();
    }

    @Test
    void thereIsNoMoreThanWasSaidAndWhatIsOldestGoesFirst() {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog());
        for (int i = 0; i < 300; i++) {
            put(memory, disk, i, 10_000);
            disk.settle();
        }
        assertTrue(disk.figures().bytes() <= SIZE);
        assertTrue(disk.figures().bytes() > SIZE / 2);
        assertTrue(disk.figures().entries() < 110, "the index has only what is there: " + disk.figures());
        assertNull(load(disk, key(0)));
        assertTrue(load(disk, key(299)) instanceof Stored last && Arrays.equals(body(299, 10_000), bytes(last)));
        end(disk);
    }

    @Test
    void oneFolderIsForOneNode() {
        DiskTier first = open(root, new PurgeLog());
        first.settle();
        DiskTier second = open(root, new PurgeLog());
        second.settle();

        assertTrue(second.isOff());
        assertFalse(first.isOff());
        end(first);
    }

    @Test
    void aDiskThatFailsIsSwitchedOffAndNotBelievedAfterwards() throws IOException {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = open(root, new PurgeLog());
        put(memory, disk, 1, 100);
        disk.settle();
        Path hidden = root.resolveSibling(root.getFileName() + "-hidden");
        Files.move(root, hidden);
        for (int i = 2; i < 20; i++) {
            put(memory, disk, i, 50_000);
        }
        Await.until(() -> "it is off", disk::isOff);
        assertFalse(disk.figures().on());
        assertNull(load(disk, key(1)));
        disk.purge(new Purge(Purge.Kind.ALL, ""));
        memory.clear();
        Await.until(() -> "nothing is held", memory::close);
        Files.move(hidden, root);
    }

    @Test
    void filesAreForTheNodeAlone() throws IOException {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        Path folder = root.resolve("a/b");
        DiskTier disk = open(folder, new PurgeLog());
        put(memory, disk, 1, 100);
        disk.settle();
        end(disk);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertEquals(
                        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), "" + file);
            }
        }
    }

    /** A small store with a purge: each byte of it changed, one at a time, and the end cut off at each byte. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"flipped", "cut off"})
    void nothingWrongIsFoundWhateverHappensToAByte(String what) throws IOException {
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        PurgeLog purges = new PurgeLog();
        DiskTier disk = open(root, purges);
        put(memory, disk, 1, 60, "red");
        put(memory, disk, 2, 60);
        purges.add("", new Purge(Purge.Kind.TAG, "red"));
        disk.purge(new Purge(Purge.Kind.TAG, "red"));
        put(memory, disk, 3, 60);
        disk.drop(key(3));
        put(memory, disk, 4, 60);
        disk.settle();
        end(disk);
        Path log;
        try (Stream<Path> files = Files.list(root)) {
            log = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] good = Files.readAllBytes(log);
        byte[] alive = Files.readAllBytes(root.resolve("alive"));
        int found = 0;
        for (int at = 0; at < good.length; at++) {
            byte[] bad = what.equals("flipped") ? good.clone() : Arrays.copyOf(good, at);
            if (what.equals("flipped")) {
                bad[at] ^= (byte) (1 << at % 8);
            }
            clear();
            Files.write(log, bad);
            Files.write(root.resolve("alive"), alive);
            found += check(what, at);
        }
        assertTrue(found > good.length / 2, "most of it is still found: " + found);
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.delete(file);
            }
        }
    }

    private int check(String what, int at) throws IOException {
        int found = 0;
        try (DiskLog log = DiskLog.open(root, SIZE)) {
            long now = System.currentTimeMillis();
            DiskContent content = DiskContent.open(log, DiskTier.alive(root, policy(SIZE)), now);
            for (int number = 1; number <= 4; number++) {
                Held held = content.read(key(number), now).held();
                if (held instanceof Stored stored) {
                    found++;
                    assertArrayEquals(body(number, 60), bytes(stored), what + " at " + at);
                    assertArrayEquals(
                            MemoryTierTest.answer(number, body(number, 60)).headBytes(), stored.headBytes());
                    // Cut off behind it, the purge or the drop never was: it is as if the node had died before.
                    assertTrue(
                            what.equals("cut off") || number != 1 && number != 3, what + " at " + at + ": " + number);
                }
            }
        }
        return found;
    }

    @Test
    void aByteOfTheNoteThatIsChangedMakesItWorthless() throws IOException {
        DiskTier disk = open(root, new PurgeLog());
        disk.settle();
        end(disk);
        Alive alive = DiskTier.alive(root, policy(SIZE));
        long now = System.currentTimeMillis();
        assertTrue(alive.read().isRecent(now));
        byte[] good = Files.readAllBytes(root.resolve("alive"));
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(root.resolve("alive"), bad);
            assertFalse(alive.read().isRecent(now), "at " + at);
        }
    }

    /** A process that does nothing but store is killed at any time; what the next one finds is whole. */
    @Test
    void afterAKillNothingIsFoundThatWasNotWritten() throws Exception {
        int found = 0;
        for (int round = 0; round < 3; round++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledWriter.class.getName(),
                            root.toString(),
                            Integer.toString(round))
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolve("out").toFile())
                    .start();
            Path said = root.resolve("said-" + round);
            Await.until(() -> "it writes", () -> Files.exists(said) || !child.isAlive());
            child.destroyForcibly().waitFor();
            PurgeLog purges = new PurgeLog();
            DiskTier disk = open(root, purges);
            disk.settle();
            for (int number = 0; number < KilledWriter.KEYS; number++) {
                if (load(disk, key(number)) instanceof Stored stored) {
                    found++;
                    assertTrue(KilledWriter.isWhole(number, bytes(stored)), "round " + round + ", entry " + number);
                }
            }
            end(disk);
        }
        assertTrue(found > 100, "found: " + found);
    }
}
