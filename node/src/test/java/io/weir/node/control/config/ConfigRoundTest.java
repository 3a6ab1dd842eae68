package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.control.config.ConfigRound.Action;
import io.weir.node.control.config.ConfigRound.Phase;
import io.weir.node.control.config.ConfigRound.Step;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigRoundTest {
    private static final ConfigMark MARK = new ConfigMark(5, "h5", 4, "h4", 0, "test");
    private static final Map<String, String> MEMBERS = Map.of("a", "node-a", "b", "node-b", "c", "node-c");

    @Test
    void nobodyButTheDeciderCommitsBeforeItsCommitIsDurable() {
        Step all = staged("a", "b", "c");
        assertThat(all.round().phase()).isEqualTo(Phase.DECIDING);
        assertThat(all.actions()).containsExactly(new Action.Commit(List.of("a")));
        assertThat(all.round().committed("b").actions())
                .as("another's word does not decide")
                .isEmpty();
        Step decided = all.round().committed("a");
        assertThat(decided.actions()).singleElement().isInstanceOfSatisfying(Action.Commit.class, it -> assertThat(
                        it.members())
                .containsExactlyInAnyOrder("b", "c"));
    }

    @Test
    void itIsAcknowledgedWhenTheLastMemberHasCommitted() {
        ConfigRound committing = staged("a", "b", "c").round().committed("a").round();
        Step one = committing.committed("b");
        assertThat(one.actions()).isEmpty();
        assertThat(verdict(one.round().committed("c"))).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void aMemberThatLeavesIsNotWaitedFor() {
        assertThat(staged("a", "b").round().removed("c").round().phase()).isEqualTo(Phase.DECIDING);
        ConfigRound committing = staged("a", "b", "c").round().committed("a").round();
        assertThat(verdict(committing.committed("b").round().removed("c"))).isEqualTo(Verdict.ACCEPTED);
        assertThat(committing.unreachable("c").round().phase())
                .as("after the decision it only goes forward")
                .isEqualTo(Phase.COMMITTING);
    }

    @Test
    void untilTheDecisionAnyFailureEndsItEverywhere() {
        ConfigRound staging = staged("a", "b").round();
        assertThat(verdict(staging.notStaged("c", "port in use", true))).isEqualTo(Verdict.REFUSED);
        assertThat(verdict(staging.notStaged("c", "disk full", false))).isEqualTo(Verdict.UNAVAILABLE);
        assertThat(verdict(staging.unreachable("c"))).isEqualTo(Verdict.UNAVAILABLE);
        assertThat(verdict(staging.timedOut())).isEqualTo(Verdict.UNAVAILABLE);
        assertThat(verdict(staged("a", "b", "c").round().notCommitted("a", "disk full")))
                .isEqualTo(Verdict.UNAVAILABLE);
        assertThat(staging.timedOut().actions().get(0)).isInstanceOf(Action.Abort.class);
    }

    @Test
    void aDryRunEndsWithEverybodyDiscarding() {
        ConfigRound round =
                ConfigRound.start(MARK, true, "a", Map.of("a", "node-a")).round();
        Step step = round.staged("a");
        assertThat(step.actions().get(0)).isInstanceOf(Action.Abort.class);
        assertThat(verdict(step)).isEqualTo(Verdict.ACCEPTED);
    }

    private static Step staged(String... members) {
        Step step = ConfigRound.start(MARK, false, "a", MEMBERS);
        for (String member : members) {
            step = step.round().staged(member);
        }
        return step;
    }

    private static Verdict verdict(Step step) {
        assertThat(step.round().phase()).isEqualTo(Phase.ENDED);
        Action last = step.actions().get(step.actions().size() - 1);
        return ((Action.Answer) last).decided().verdict();
    }
}
