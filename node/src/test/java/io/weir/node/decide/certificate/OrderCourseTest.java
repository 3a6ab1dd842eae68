package io.weir.node.decide.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderCourseTest {
    private static final Instant T = Instant.parse("2027-01-01T00:00:00Z");
    private static final OrderTerms TERMS = new OrderTerms("all", "result");
    private static final OrderTerms OTHER_CONTACT = new OrderTerms("all-2", "result");
    private static final OrderTerms OTHER_HOSTS = new OrderTerms("all-3", "result-3");
    private static final Validity QUARTER = new Validity(T, T.plus(Duration.ofDays(90)));

    private static OrderCourse issued() {
        return OrderCourse.NEW.begin(TERMS, T, 0).succeeded(TERMS, T, QUARTER);
    }

    private static OrderCourse failed(int times) {
        OrderCourse course = OrderCourse.NEW;
        for (int i = 0; i < times; i++) {
            course = course.begin(TERMS, T, 0).failed(T, "no", Optional.empty(), 0);
        }
        return course;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
        new    | same    | none    | true  | now | nothing was ever ordered
        new    | same    | quarter | true  | P60D | one that fits is there, and nobody knows how it came: renewed when a third is left
        new    | same    | quarter | false | now | one is there that does not cover all hosts
        issued | same    | quarter | true  | P60D | a third of its life is left then
        issued | contact | quarter | true  | P60D | another contact is no reason to replace what is there
        issued | hosts   | quarter | false | now | other hosts are
        issued | hosts   | quarter | true  | now | so is another directory, although all hosts are covered
        issued | same    | none    | true  | PT1H | it was issued and is not there: not asked for again at once
        failed | same    | none    | true  | PT1M | it has failed once
        failed | contact | none    | true  | now | what failed may be tried at once under other terms
        failed | same    | quarter | true  | P60D | it has failed, and what there was fits again
        """)
    void isDue(String course, String terms, String held, boolean covers, String due, String why) {
        OrderCourse was =
                switch (course) {
                    case "new" -> OrderCourse.NEW;
                    case "issued" -> issued();
                    default -> failed(1);
                };
        OrderTerms wanted =
                switch (terms) {
                    case "same" -> TERMS;
                    case "contact" -> OTHER_CONTACT;
                    default -> OTHER_HOSTS;
                };
        Instant at = was.due(wanted, held.equals("none") ? Optional.empty() : Optional.of(QUARTER), covers);
        if (due.equals("now")) {
            assertThat(at).as(why).isBeforeOrEqualTo(T);
        } else {
            assertThat(at).as(why).isEqualTo(T.plus(Duration.parse(due)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        1          | 0   | PT1M      | the first failure may be a name that is not known everywhere yet
        2          | 0   | PT3M      | three times as long
        3          | 0   | PT9M      | five attempts in the first hour, which servers allow
        4          | 0   | PT27M     |
        5          | 0   | PT81M     |
        6          | 0   | PT243M    |
        7          | 0   | PT6H      | no longer than this
        2147483647 | 0   | PT6H      | however often
        1          | 1   | PT1M15S   | a quarter more at most
        7          | 0.5 | PT6H45M   |
        1          | 9   | PT1M15S   | jitter out of range counts as the nearest in it
        1          | -1  | PT1M      |
        """)
    void waitsAfterAFailure(int failures, double jitter, Duration wait, String why) {
        assertThat(OrderCourse.pause(failures, jitter)).as(why).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        PT0S   | PT1M  | what the server says is over already
        PT30S  | PT1M  | it would let us come earlier than we want to
        PT2H   | PT2H  | it asks for more time
        P7D    | P1D   | for more than it gets: a mistake there must not end renewals here
        """)
    void respectsWhatTheServerAsksFor(Duration asked, Duration wait, String why) {
        OrderCourse course = OrderCourse.NEW.begin(TERMS, T, 0).failed(T, "too many", Optional.of(T.plus(asked)), 0);
        assertThat(course.due(TERMS, Optional.empty(), false)).as(why).isEqualTo(T.plus(wait));
    }

    @Test
    void anAttemptWhoseNodeDiedCountsAsFailed() {
        OrderCourse lost = OrderCourse.NEW.begin(TERMS, T, 0);
        assertThat(lost.due(TERMS, Optional.empty(), false)).isEqualTo(T.plusSeconds(60));
        OrderCourse again = lost.begin(TERMS, T.plusSeconds(60), 0);
        assertThat(again.failures()).isEqualTo(2);
        assertThat(OrderPhase.of(again, false, T.plusSeconds(61))).isEqualTo(OrderPhase.ORDERING);
        assertThat(OrderPhase.of(again, false, T.plusSeconds(3600))).isEqualTo(OrderPhase.FAILED);
    }

    @Test
    void otherTermsBeginTheirCountAnewAndASuccessEndsIt() {
        OrderCourse course = failed(5).begin(OTHER_HOSTS, T, 0);
        assertThat(course.failures()).isOne();
        OrderCourse good = course.succeeded(OTHER_HOSTS, T, QUARTER);
        assertThat(good.failures()).isZero();
        assertThat(good.problem()).isEmpty();
        assertThat(OrderPhase.of(good, true, T)).isEqualTo(OrderPhase.HELD);
        assertThat(good.begin(OTHER_HOSTS, T, 0).failures()).isOne();
    }

    @Test
    void whatIsWantedAnewIsOrderedAtOnceAndUntilItIsThere() {
        OrderCourse asked = issued().asked();
        assertThat(asked.due(TERMS, Optional.of(QUARTER), true)).isBeforeOrEqualTo(T);
        OrderCourse failed = asked.begin(TERMS, T, 0).failed(T, "no", Optional.empty(), 0);
        assertThat(failed.due(TERMS, Optional.of(QUARTER), true)).isEqualTo(T.plusSeconds(60));
        assertThat(failed(7).asked().due(TERMS, Optional.empty(), false))
                .as("the wait for the next attempt ends")
                .isBeforeOrEqualTo(T);
        OrderCourse there = asked.begin(TERMS, T, 0).succeeded(TERMS, T, QUARTER);
        assertThat(there.due(TERMS, Optional.of(QUARTER), true)).isEqualTo(QUARTER.renewal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        PT15S | PT7.5S | it is renewed at PT10S, so it may be
        P90D  | PT1H   | a server whose clock is wrong issues what is always due
        PT0S  | PT0S   | a server that issues what is no good is left to the judgement of certificates
        """)
    void restsAfterASuccess(Duration lifetime, Duration rest, String why) {
        OrderCourse course = OrderCourse.NEW.begin(TERMS, T, 0).succeeded(TERMS, T, new Validity(T, T.plus(lifetime)));
        Validity overdue = new Validity(T.minus(lifetime), T);
        assertThat(course.due(TERMS, Optional.of(overdue), true))
                .as(why)
                .isBeforeOrEqualTo(T.plus(rest))
                .isEqualTo(T.plus(rest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        true  | P89D | false | it could be of use again
        true  | P91D | true  | it has expired
        false | P29D | false | the server's patience is still worth remembering
        false | P31D | true  | nothing came of it
        """)
    void isOver(boolean held, Duration after, boolean over, String why) {
        OrderCourse course = held ? issued() : failed(1);
        Optional<Validity> validity = held ? Optional.of(QUARTER) : Optional.empty();
        assertThat(course.isOver(validity, T.plus(after))).as(why).isEqualTo(over);
    }

    /** Whatever servers say and whenever nodes die, they are not asked more often than they should be, nor too late. */
    @Test
    void overYearsServersAreAskedNeitherTooOftenNorTooLate() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            Instant now = T;
            OrderCourse course = OrderCourse.NEW;
            Optional<Validity> held = Optional.empty();
            int inARow = 0;
            double failing = random.nextDouble();
            Duration lifetime = Duration.ofHours(1 + random.nextInt(24 * 90));
            for (int step = 0; step < 100; step++) {
                Instant due = course.due(TERMS, held, true);
                now = now.isAfter(due) ? now : due;
                if (held.isPresent() && inARow == 0) {
                    assertThat(now).as("seed %d", seed).isBefore(held.get().until());
                }
                course = course.begin(TERMS, now, random.nextDouble());
                if (random.nextDouble() < failing) {
                    inARow++;
                    boolean dies = random.nextInt(5) == 0;
                    Optional<Instant> asked = random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(now.plusSeconds(random.nextInt(1_000_000) - 1000));
                    course = dies ? course : course.failed(now, "no", asked, random.nextDouble());
                    Duration wait = Duration.between(now, course.due(TERMS, Optional.empty(), false));
                    assertThat(wait)
                            .as("seed %d, after %d failures", seed, inARow)
                            .isBetween(OrderCourse.pause(inARow, 0), Duration.ofDays(1));
                } else {
                    inARow = 0;
                    Validity fresh = new Validity(now, now.plus(lifetime));
                    held = Optional.of(fresh);
                    course = course.succeeded(TERMS, now, fresh);
                    assertThat(course.due(TERMS, held, true))
                            .as("seed %d", seed)
                            .isEqualTo(fresh.renewal());
                }
                now = now.plusMillis(random.nextInt(2000));
            }
        }
    }
}
