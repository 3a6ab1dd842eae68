package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.control.config.Recovery.Advice;
import io.weir.protocol.cluster.ConfigMark;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecoveryTest {
    private static final ConfigMark FOUR = mark(4, "d", 3, "c");
    private static final ConfigMark FIVE = mark(5, "e", 4, "d");

    @ParameterizedTest(name = "{4}")
    @MethodSource("cases")
    void aMemberIsToldWhatToDoWithWhatItHas(
            ConfigMark live, boolean fresh, ConfigMark reported, Advice advice, String because) {
        assertThat(Recovery.advise(live, fresh, reported)).as(because).isEqualTo(advice);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(ConfigMark.NONE, true, ConfigMark.NONE, Advice.KEEP, "nobody has a document"),
                Arguments.of(FOUR, false, FOUR, Advice.KEEP, "it has what is live"),
                Arguments.of(FIVE, false, FOUR, Advice.CATCH_UP, "it was down during a change"),
                Arguments.of(FIVE, false, ConfigMark.NONE, Advice.CATCH_UP, "a new member has nothing"),
                Arguments.of(FOUR, false, FIVE, Advice.ADOPT, "the writer decided this and died before it told anyone"),
                Arguments.of(
                        FOUR, true, mark(9, "x", 8, "y"), Advice.ADOPT, "nothing was acknowledged since the start"),
                Arguments.of(FOUR, false, mark(9, "x", 8, "y"), Advice.CONFLICT, "a later one of another history"),
                Arguments.of(FOUR, true, mark(4, "x", 3, "c"), Advice.CONFLICT, "one number, two documents"));
    }

    private static ConfigMark mark(long number, String hash, long base, String baseHash) {
        return new ConfigMark(number, hash, base, baseHash, 0, "test");
    }
}
