package io.weir.node.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.dataplane.upstream.Pulse.Beat;
import org.junit.jupiter.api.Test;

/** Connections that may be dead, or not needed any more. Times in seconds. */
final class PulseTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - 100 * SECOND; // the clock may pass the largest number
    private static final long IDLE = 60 * SECOND;

    private final Pulse pulse = new Pulse(START);

    private static long at(double seconds) {
        return START + (long) (seconds * SECOND);
    }

    private Beat look(double seconds) {
        return pulse.look(at(seconds), IDLE);
    }

    @Test
    void aConnectionThatIsNotNeededIsLeft() {
        assertThat(look(59)).isEqualTo(Beat.WAIT);
        pulse.busy(at(59));
        pulse.heard(at(61));
        pulse.heardNews();
        pulse.idle(at(61));
        assertThat(look(60)).isEqualTo(Beat.WAIT);
        assertThat(look(120)).isEqualTo(Beat.WAIT);
        assertThat(look(121)).isEqualTo(Beat.LEAVE);
    }

    @Test
    void whoIsSilentWithExchangesUnderWayIsAskedAndThenGivenUp() {
        pulse.busy(at(50));
        assertThat(look(69))
                .as("long silent before, but nothing was wanted then")
                .isEqualTo(Beat.WAIT);
        assertThat(look(70)).isEqualTo(Beat.ASK);
        pulse.asked(at(70));
        assertThat(look(79)).isEqualTo(Beat.WAIT);
        assertThat(look(80)).isEqualTo(Beat.DEAD);
    }

    @Test
    void whoOnlyAnswersIsNotAskedAgainBeforeFiveMinutes() {
        pulse.busy(at(0));
        pulse.asked(at(20));
        pulse.heard(at(21));
        assertThat(look(320)).isEqualTo(Beat.WAIT);
        assertThat(look(326)).isEqualTo(Beat.ASK);
        pulse.asked(at(326));
        pulse.heard(at(327));
        pulse.heardNews();
        assertThat(look(346)).as("there was more than the answer").isEqualTo(Beat.WAIT);
        assertThat(look(347)).isEqualTo(Beat.ASK);
    }

    @Test
    void anExchangeThatIsGivenUpInSilenceMakesSuspect() {
        pulse.busy(at(10));
        assertThat(pulse.suspects(at(10), at(10.5))).as("too early to say").isFalse();
        assertThat(pulse.isSuspect()).isFalse();
        assertThat(pulse.suspects(at(10), at(25))).as("ask").isTrue();
        assertThat(pulse.suspects(at(12), at(26))).as("it has been asked").isFalse();
        pulse.asked(at(25));
        assertThat(pulse.isSuspect()).isTrue();
        assertThat(look(35)).isEqualTo(Beat.DEAD);
        assertThat(pulse.heard(at(36))).as("it was not dead after all").isTrue();
        assertThat(pulse.heard(at(37))).isFalse();
        assertThat(pulse.isSuspect()).isFalse();
    }

    @Test
    void anExchangeThatIsGivenUpWhileOthersAreAnsweredSaysNothing() {
        pulse.busy(at(10));
        pulse.heard(at(24));
        assertThat(pulse.suspects(at(10), at(25))).isFalse();
        assertThat(pulse.isSuspect()).isFalse();
    }
}
