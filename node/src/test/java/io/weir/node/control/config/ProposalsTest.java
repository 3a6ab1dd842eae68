package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage.Decided;
import io.weir.protocol.cluster.ConfigWriterMessage.Propose;
import io.weir.protocol.cluster.ConfigWriterMessage.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProposalsTest {
    /** Revision 5 with document e is live, made from revision 4 with document d. */
    private static final ConfigMark LIVE = new ConfigMark(5, "e", 4, "d", 0, "test");

    private final TestInbox<Decided> answers = TestInbox.create();
    private final TestInbox<ConfigAgentMessage> source = TestInbox.create();
    private final Proposals proposals = new Proposals();

    @ParameterizedTest(name = "{0} from {1}, repeated {2}: {3}, as {4}")
    @CsvSource({
        "f, 5,  false, ROUND,       it follows what is live",
        "f, -1, false, ROUND,       it follows whatever is live",
        "f, 5,  true,  ROUND,       no writer has decided anything since",
        "e, 5,  false, ACCEPTED,    it is live already",
        "e, -1, false, ACCEPTED,    it is live already",
        "e, 4,  true,  ACCEPTED,    the writer that decided it died before it answered",
        "f, 4,  false, STALE,       another change came first",
        "e, 3,  false, STALE,       the same document but two changes came between",
        "f, 7,  false, STALE,       a revision that never was",
        "f, 4,  true,  UNAVAILABLE, another change came first but a lost writer may have decided this one before",
        "d, 3,  true,  UNAVAILABLE, it was live and is not any more",
    })
    void whatFollowsFromTheLiveRevisionAlone(
            String document, long ifMatch, boolean repeated, String expected, String reason) {
        Propose propose = propose(document, ifMatch);
        String verdict = Proposals.withoutRound(repeated ? propose.again() : propose, LIVE)
                .map(decided -> decided.verdict().name())
                .orElse("ROUND");
        assertThat(verdict).as(reason).isEqualTo(expected);
    }

    @Test
    void aProposalThatIsRepeatedHasOneTurnAndOneAnswer() {
        Propose propose = propose("f", 5);
        proposals.add(propose, 0, LIVE);
        proposals.add(propose.again(), 1, LIVE);
        assertThat(proposals.begin()).isEqualTo(propose);
        proposals.add(propose.again(), 2, LIVE);
        assertThat(proposals.first()).as("it is under way").isEmpty();
        proposals.answerUnderWay(new Decided(Verdict.ACCEPTED, 6, 5, "", ""));
        proposals.add(propose.again(), 3, LIVE);
        assertThat(proposals.first()).as("it was answered").isEmpty();
        assertThat(answers.getAllReceived()).hasSize(1);
    }

    @Test
    void proposalsHaveTheirTurnInTheOrderInWhichTheyCame() {
        List<Propose> all = new ArrayList<>();
        for (int i = 0; i < Proposals.MOST_QUEUED; i++) {
            TestInbox<Decided> proposer = TestInbox.create();
            all.add(new Propose("f" + i, 5, false, false, false, "test", source.getRef(), proposer.getRef()));
        }
        all.forEach(propose -> proposals.add(propose, 0, LIVE));
        proposals.add(propose("one too many", 5), 0, LIVE);
        assertThat(answers.receiveMessage().verdict()).isEqualTo(Verdict.UNAVAILABLE);
        for (Propose propose : all) {
            assertThat(proposals.begin()).isEqualTo(propose);
        }
        assertThat(proposals.first()).isEmpty();
    }

    private Propose propose(String document, long ifMatch) {
        return new Propose(document, ifMatch, false, false, false, "test", source.getRef(), answers.getRef());
    }
}
