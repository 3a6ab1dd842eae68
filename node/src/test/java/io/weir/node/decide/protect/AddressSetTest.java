package io.weir.node.decide.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Allocations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AddressSetTest {
    @Test
    void holdsWhatIsInOneOfItsNetworks() {
        AddressSet set = set("10.0.0.0/8", "192.168.1.7", "2001:db8::/32", "10.9.0.0/16");
        assertThat(set.contains(bytes(10, 255, 0, 1))).isTrue();
        assertThat(set.contains(bytes(11, 0, 0, 1))).isFalse();
        assertThat(set.contains(bytes(192, 168, 1, 7))).isTrue();
        assertThat(set.contains(bytes(192, 168, 1, 6))).isFalse();
        assertThat(set.contains(mapped(10, 0, 0, 1))).as("mapped into IPv6").isTrue();
        assertThat(set.contains(mapped(9, 0, 0, 1))).isFalse();
        byte[] v6 = new byte[16];
        v6[0] = 0x20;
        v6[1] = 0x01;
        v6[2] = 0x0d;
        v6[3] = (byte) 0xb8;
        assertThat(set.contains(v6)).isTrue();
        v6[3]++;
        assertThat(set.contains(v6)).isFalse();
    }

    @Test
    void nothingIsInAnEmptySetAndAllIsInEverything() {
        assertThat(set().contains(bytes(1, 2, 3, 4))).isFalse();
        assertThat(set().contains(new byte[16])).isFalse();
        assertThat(set("0.0.0.0/0").contains(bytes(255, 2, 3, 4))).isTrue();
        assertThat(set("0.0.0.0/0").contains(new byte[16])).as("IPv6").isFalse();
        assertThat(set("::/0").contains(new byte[16])).isTrue();
        assertThat(set("::/0").contains(bytes(1, 2, 3, 4))).as("IPv4").isFalse();
    }

    /** Few bits vary, so that networks overlap, touch and hold one another. */
    @Test
    void agreesWithLookingAtEachNetworkOnItsOwn() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            boolean v4 = random.nextBoolean();
            int count = random.nextInt(60);
            List<Network> networks =
                    Stream.generate(() -> network(random, v4)).limit(count).toList();
            AddressSet set = new AddressSet(networks);
            for (int i = 0; i < 200; i++) {
                Network address = network(random, v4, v4 ? 32 : 128);
                boolean expected = networks.stream().anyMatch(one -> isIn(one, address));
                assertThat(set.contains(bytes(address)))
                        .as("seed %d: %s in %s", seed, address, networks)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aLookUpAmongAHundredThousandAllocatesNothingAndStaysFarBelowAMicrosecond() {
        Random random = new Random(7);
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            networks.add(new Network(true, random.nextLong(), 0, 8 + random.nextInt(25)));
            networks.add(new Network(
                    false,
                    0x2000_0000_0000_0000L | random.nextLong() >>> 3,
                    random.nextLong(),
                    32 + random.nextInt(97)));
        }
        AddressSet set = new AddressSet(networks);
        byte[][] addresses = new byte[4096][];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = bytes(networks.get(random.nextInt(networks.size())));
            addresses[i][addresses[i].length - 1] ^= (byte) random.nextInt(4);
        }
        int[] found = new int[1];
        Runnable round = () -> {
            for (byte[] address : addresses) {
                found[0] += set.contains(address) ? 1 : 0;
            }
        };
        assertThat(Allocations.leastOf(round)).isZero();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long before = System.nanoTime();
            round.run();
            least = Math.min(least, System.nanoTime() - before);
        }
        System.out.printf("100,000 networks: %d ns a look-up%n", least / addresses.length);
        assertThat(found[0]).isPositive();
        assertThat(least / addresses.length).as("nanoseconds of the best round").isLessThan(1000);
    }

    private static AddressSet set(String... networks) {
        return new AddressSet(
                Stream.of(networks).map(one -> Network.parse(one).orElseThrow()).toList());
    }

    private static Network network(Random random, boolean v4) {
        return network(random, v4, random.nextInt(v4 ? 33 : 129));
    }

    private static Network network(Random random, boolean v4, int bits) {
        long sparse = bit(random, 64) | bit(random, 8) | 1L << 60;
        long high = v4 ? sparse & 0xffff_ffff_0000_0000L : 0x2001L << 48 | sparse & 0x11;
        return new Network(v4, high, v4 ? 0 : random.nextLong() & 0x8000_0000_0000_0003L, bits);
    }

    private static long bit(Random random, int of) {
        return 1L << (63 - random.nextInt(of));
    }

    private static boolean isIn(Network wide, Network address) {
        return new Network(address.v4(), address.high(), address.low(), wide.bits()).equals(wide);
    }

    private static byte[] bytes(Network address) {
        byte[] bytes = new byte[address.v4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i < 8 ? address.high() : address.low()) >>> (56 - i % 8 * 8));
        }
        return bytes;
    }

    private static byte[] bytes(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return bytes;
    }

    private static byte[] mapped(int... octets) {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(bytes(octets), 0, bytes, 12, 4);
        return bytes;
    }
}
