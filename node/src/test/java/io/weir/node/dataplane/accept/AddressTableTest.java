package io.weir.node.dataplane.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.protect.Pace;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressTableTest {
    private static InetAddress address(String figures) {
        try {
            return InetAddress.getByName(figures);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Visitor enter(AddressTable table, String figures, long now) {
        Visitor visitor = Objects.requireNonNull(table.of(address(figures), now));
        assertThat(visitor.enter(Integer.MAX_VALUE)).isEqualTo(Visitor.Entry.IN);
        return visitor;
    }

    @ParameterizedTest(name = "{0} and {1}: {2}, {3}")
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true, the same",
        "10.0.0.1, 10.0.0.2, false, neighbours",
        "2001:db8::1, 2001:db8::ffff:1, true, a network of 64 bits is one customer's",
        "2001:db8::1, 2001:db8:0:1::1, false, two customers",
        "10.0.0.1, ::ffff:10.0.0.1, true, IPv4 as IPv6 writes it",
        "0.0.0.1, ::1, false, another family",
        "255.255.255.255, ffff:ffff:ffff:ffff::, false, another family"
    })
    void whichAddressesAreOne(String one, String other, boolean same, String reason) {
        assertThat(AddressTable.key(address(one).getAddress())
                        .equals(AddressTable.key(address(other).getAddress())))
                .as(reason)
                .isEqualTo(same);
    }

    @Test
    void anAddressIsForgottenWithItsLastConnection() {
        AddressTable table = new AddressTable();
        Visitor first = enter(table, "10.0.0.1", 0);
        Visitor second = enter(table, "10.0.0.1", 0);
        assertThat(second).isSameAs(first);
        table.leave(first, 1);
        assertThat(table.size()).isOne();
        table.leave(second, 1);
        assertThat(table.size()).isZero();
        assertThat(first.enter(9)).as("nobody enters what is forgotten").isEqualTo(Visitor.Entry.RETIRED);
    }

    @Test
    void howLatelyItCameIsRemembered() {
        AddressTable table = new AddressTable();
        Pace pace = new Pace(100, 2);
        Visitor visitor = enter(table, "10.0.0.1", 0);
        assertThat(visitor.keeps(pace, 0)).isTrue();
        assertThat(visitor.keeps(pace, 0)).isTrue();
        assertThat(visitor.keeps(pace, 0)).isFalse();
        table.leave(visitor, 10);
        assertThat(enter(table, "10.0.0.1", 20))
                .as("coming again does not help")
                .isSameAs(visitor);
        table.leave(visitor, 30);
        table.leave(enter(table, "10.0.0.2", 199), 199);
        assertThat(table.size()).as("its bucket is not full yet").isOne();
        table.leave(enter(table, "10.0.0.2", 200), 200);
        assertThat(table.size()).as("others forget it when it is").isZero();
    }

    @Test
    void thereIsAnEndToWhatIsRemembered() {
        AddressTable table = new AddressTable(2);
        Visitor first = enter(table, "10.0.0.1", 0);
        enter(table, "10.0.0.2", 0);
        assertThat(table.of(address("10.0.0.3"), 0)).isNull();
        assertThat(table.of(address("10.0.0.2"), 0)).as("who is known stays so").isNotNull();
        table.leave(first, 0);
        assertThat(table.of(address("10.0.0.3"), 0)).isNotNull();
    }

    /** Several loops accept for one address; each connection enters and leaves. */
    @Test
    void loopsThatAcceptAtOnceCountRight() throws InterruptedException {
        int most = 3;
        AddressTable table = new AddressTable();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        Runnable loop = () -> {
            for (int i = 0; i < 20_000; i++) {
                Visitor visitor = Objects.requireNonNull(table.of(address("10.0.0.1"), 0));
                Visitor.Entry entry = visitor.enter(most);
                if (entry == Visitor.Entry.IN) {
                    highest.accumulateAndGet(open.incrementAndGet(), Math::max);
                    entered.incrementAndGet();
                    open.decrementAndGet();
                    table.leave(visitor, 0);
                } else if (entry == Visitor.Entry.RETIRED) {
                    table.remove(visitor);
                }
            }
        };
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            loops.add(new Thread(loop, "loop-" + i));
        }
        loops.forEach(Thread::start);
        for (Thread thread : loops) {
            thread.join();
        }
        assertThat(entered.get()).isPositive();
        assertThat(highest.get()).isBetween(1, most);
        assertThat(table.size()).isZero();
    }
}
