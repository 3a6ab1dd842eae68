package io.weir.node.filter.cache.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SlabsTest {
    private record Taken(int bytes, byte filling) {}

    private static void fill(Slabs slabs, long address, Taken taken) {
        for (int i = 0; i < taken.bytes; i++) {
            slabs.slab(address).put(Slabs.at(address) + i, taken.filling);
        }
    }

    private static void check(Slabs slabs, long address, Taken taken, String seed) {
        for (int i = 0; i < taken.bytes; i++) {
            assertEquals(taken.filling, slabs.slab(address).get(Slabs.at(address) + i), seed);
        }
    }

    private static int size(Random random, Slabs slabs) {
        int most = random.nextInt(10) == 0 ? slabs.largestBlock() : 600;
        return 1 + random.nextInt(most);
    }

    /** Blocks that are taken never share a byte, whatever was taken and given back before. */
    @Test
    void blocksKeepWhatIsWrittenToThem() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Slabs slabs = new Slabs(1 << 20);
        Map<Long, Taken> model = new HashMap<>();
        List<Long> addresses = new ArrayList<>();
        int refused = 0;
        for (int step = 0; step < 20_000; step++) {
            boolean takes = addresses.isEmpty() || random.nextInt(100) < (step / 2000 % 2 == 0 ? 60 : 40);
            if (takes) {
                Taken taken = new Taken(size(random, slabs), (byte) step);
                long address = slabs.take(taken.bytes);
                if (address == Slabs.NONE) {
                    refused++;
                    continue;
                }
                fill(slabs, address, taken);
                assertEquals(null, model.put(address, taken), "seed " + seed);
                addresses.add(address);
            } else {
                int place = random.nextInt(addresses.size());
                long address = addresses.get(place);
                addresses.set(place, addresses.get(addresses.size() - 1));
                addresses.remove(addresses.size() - 1);
                check(slabs, address, Objects.requireNonNull(model.remove(address)), "seed " + seed);
                slabs.giveBack(address);
            }
        }
        assertTrue(slabs.held() <= 1 << 20);
        for (long address : addresses) {
            check(slabs, address, Objects.requireNonNull(model.remove(address)), "seed " + seed);
            slabs.giveBack(address);
        }
        assertTrue(refused > 0, "it was full at times; seed " + seed);
        assertEquals(0, slabs.used());
        assertNotEquals(Slabs.NONE, slabs.take(slabs.largestBlock()), "all has become one again; seed " + seed);
    }

    @Test
    void slabsThatNobodyNeedsGoBackButForOne() {
        Slabs slabs = new Slabs(64 << 20);
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            addresses.add(slabs.take(200_000));
        }
        assertTrue(slabs.held() >= 20_000_000);
        addresses.forEach(slabs::giveBack);
        assertEquals(Slabs.LARGEST_SLAB, slabs.held());
        assertTrue(slabs.close());
        assertEquals(Slabs.NONE, slabs.take(10), "closed");
    }

    @Test
    void thereIsNoMoreThanWasSaid() {
        Slabs slabs = new Slabs(1 << 20);
        int count = 0;
        while (slabs.take(1000) != Slabs.NONE) {
            count++;
        }
        assertTrue(count * 1008L <= 1 << 20);
        assertTrue(count * 1008L > (1 << 20) * 9 / 10, "most of it is of use: " + count);
    }

    @Test
    void nothingIsGivenBackTwice() {
        Slabs slabs = new Slabs(1 << 20);
        long address = slabs.take(100);
        slabs.take(100);
        slabs.giveBack(address);
        assertThrows(IllegalStateException.class, () -> slabs.giveBack(address));
    }

    @Test
    void aBlockOfTheSameSizeIsFoundAgain() {
        Slabs slabs = new Slabs(64 << 20);
        List<Long> addresses = new ArrayList<>();
        for (long address = slabs.take(65536); address != Slabs.NONE; address = slabs.take(65536)) {
            addresses.add(address);
        }
        for (int i = 0; i < addresses.size(); i += 2) {
            slabs.giveBack(addresses.get(i));
        }
        for (int i = 0; i < addresses.size(); i += 2) {
            assertNotEquals(Slabs.NONE, slabs.take(65536), "block " + i);
        }
    }
}
