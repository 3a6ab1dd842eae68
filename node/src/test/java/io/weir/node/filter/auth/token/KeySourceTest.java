package io.weir.node.filter.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.filter.auth.token.KeySource.Fetched;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeySourceTest {
    private static final KeySet OLD = new KeySet(List.of());
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final AtomicLong seconds = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return seconds.get() * 1_000_000_000;
        }

        @Override
        public long seconds() {
            return seconds.get();
        }
    };
    private final Deque<CompletableFuture<Fetched>> fetches = new ArrayDeque<>();
    private final FetchCounters counters = new FetchCounters();
    private final KeySource source = new KeySource(
            "test",
            () -> {
                fetches.add(new CompletableFuture<>());
                return fetches.getLast();
            },
            clock,
            counters);
    private final List<String> told = new ArrayList<>();

    private void succeed() {
        fetches.remove().complete(new Fetched(OLD, TEN_MINUTES));
    }

    private void fail() {
        fetches.remove().completeExceptionally(new IOException("down"));
    }

    @Test
    void allWhoNeedKeysWaitForOneFetch() {
        assertThat(source.keys()).isNull();
        assertThat(fetches).hasSize(1);
        assertThat(source.await(Runnable::run, () -> told.add("a"))).isTrue();
        assertThat(source.search(Runnable::run, () -> told.add("b"))).isTrue();
        assertThat(fetches).hasSize(1);
        assertThat(told).isEmpty();
        succeed();
        assertThat(told).containsExactly("a", "b");
        assertThat(source.keys()).isEqualTo(OLD);
        assertThat(counters.good()).isEqualTo(1);
    }

    @Test
    void whoBeginsToWaitWhenKeysHaveJustComeIsToldAtOnce() {
        assertThat(source.keys()).isNull();
        succeed();
        assertThat(source.await(Runnable::run, () -> told.add("a"))).isTrue();
        assertThat(told).containsExactly("a");
        assertThat(fetches).isEmpty();
    }

    @Test
    void aFetchThatFailsIsToldAndTriedAgainLater() {
        source.keys();
        source.await(Runnable::run, () -> told.add("a"));
        fail();
        assertThat(told).containsExactly("a");
        assertThat(source.await(Runnable::run, () -> told.add("b")))
                .as("not at once")
                .isFalse();
        seconds.incrementAndGet();
        assertThat(source.await(Runnable::run, () -> told.add("c"))).isTrue();
        succeed();
        assertThat(told).containsExactly("a", "c");
        assertThat(counters.failed()).isEqualTo(1);
    }

    @Test
    void keysStayInUseWhileTheyAreFetchedAgainAndWhileThatFails() {
        source.keys();
        succeed();
        seconds.addAndGet(449);
        assertThat(source.keys()).isEqualTo(OLD);
        assertThat(fetches).isEmpty();
        seconds.incrementAndGet();
        assertThat(source.keys()).isEqualTo(OLD);
        assertThat(fetches).hasSize(1);
        fail();
        assertThat(source.keys()).isEqualTo(OLD);
        seconds.addAndGet(Duration.ofHours(24).toSeconds());
        assertThat(source.keys()).as("but not for ever").isNull();
    }

    @Test
    void aKeyThatIsNotThereIsLookedForNowAndThen() {
        source.keys();
        succeed();
        assertThat(source.search(Runnable::run, () -> {})).isTrue();
        succeed();
        assertThat(source.search(Runnable::run, () -> {})).isFalse();
        seconds.addAndGet(30);
        assertThat(source.search(Runnable::run, () -> {})).isTrue();
    }

    @Test
    void aFetchThatCannotEvenBeginIsAFailureLikeOthers() {
        KeySource broken = new KeySource(
                "broken",
                () -> {
                    throw new IllegalStateException("full");
                },
                clock,
                counters);
        assertThat(broken.keys()).isNull();
        assertThat(broken.await(Runnable::run, () -> {})).isFalse();
        seconds.incrementAndGet();
        assertThat(broken.await(Runnable::run, () -> told.add("a"))).isTrue();
        assertThat(told).containsExactly("a");
    }
}
