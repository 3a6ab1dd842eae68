package io.weir.node.filter.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundedWorkTest {
    @Test
    void everythingThatIsTakenIsDoneAFewAtATime() throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        BoundedWork work = new BoundedWork(workers, 2, 50);
        Runnable giving = () -> {
            for (int i = 0; i < 20_000; i++) {
                boolean room = work.take(() -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    now.decrementAndGet();
                    done.incrementAndGet();
                });
                taken.addAndGet(room ? 1 : 0);
            }
        };
        Thread one = new Thread(giving);
        Thread two = new Thread(giving);
        one.start();
        two.start();
        one.join();
        two.join();
        Await.until(() -> taken + " taken, " + done + " done", () -> done.get() == taken.get());
        assertThat(most.get()).isLessThanOrEqualTo(2);
        workers.shutdown();
    }

    @Test
    void whatDoesNotFitIsSaidSoAndOneFailureIsNotTheEnd() {
        Queue<Runnable> workers = new ArrayDeque<>();
        AtomicInteger done = new AtomicInteger();
        BoundedWork work = new BoundedWork(workers::add, 1, 2);
        assertThat(work.take(() -> {
                    throw new IllegalStateException("broken");
                }))
                .isTrue();
        assertThat(work.take(done::incrementAndGet)).isTrue();
        assertThat(work.take(done::incrementAndGet)).isFalse();
        assertThat(workers).hasSize(1);
        workers.remove().run();
        assertThat(done).hasValue(1);
        assertThat(work.take(done::incrementAndGet)).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void whateverFailsOthersAreWorkedForAfterwards(Error failure) {
        Queue<Runnable> workers = new ArrayDeque<>();
        AtomicInteger done = new AtomicInteger();
        BoundedWork work = new BoundedWork(workers::add, 1, 2);
        work.take(() -> {
            throw failure;
        });
        work.take(done::incrementAndGet);
        while (!workers.isEmpty()) {
            try {
                workers.remove().run();
            } catch (OutOfMemoryError passedOn) {
                assertThat(passedOn).isSameAs(failure);
            }
        }
        assertThat(done).hasValue(1);
    }

    static Stream<Error> whateverFailsOthersAreWorkedForAfterwards() {
        return Stream.of(new StackOverflowError(), new NoClassDefFoundError(), new OutOfMemoryError());
    }

    @Test
    void whereNobodyWorksNothingIsTaken() {
        BoundedWork work = new BoundedWork(
                task -> {
                    throw new RejectedExecutionException();
                },
                1,
                1);
        assertThat(work.take(() -> {})).isFalse();
        assertThat(work.take(() -> {})).as("and no room is lost by it").isFalse();
    }
}
