package io.weir.node.decide.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.signature.Ballot.Result;
import io.weir.node.decide.signature.SeenMarks.Vote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BallotTest {
    @ParameterizedTest(name = "{1} of {0} members: {2} ({3})")
    @CsvSource({
        "1, F,   NEW,       a node alone",
        "1, A,   SEEN,      it has seen it",
        "1, x,   UNDECIDED, it has just begun",
        "3, FFF, NEW,       all",
        "3, FF,  NEW,       a majority when one cannot be reached",
        "3, FFx, NEW,       one that has just begun",
        "3, Fxx, NEW,       all were heard and the one that could know does not",
        "2, Fx,  NEW,       of two one that has just begun",
        "3, Fx,  UNDECIDED, one that has just begun and one that cannot be reached",
        "3, xxx, UNDECIDED, nobody could know",
        "3, Ffx, UNDECIDED, one that cannot remember more",
        "2, Ff,  UNDECIDED, of two one that cannot remember more",
        "3, FFf, NEW,       a majority can",
        "3, F,   UNDECIDED, no majority can be reached",
        "3, FA,  SEEN,      one has seen it",
        "4, FF,  UNDECIDED, half is no majority",
        "5, FFF, NEW,       a majority",
    })
    void aMajorityMustSayThatItIsNew(int members, String votes, Result result, String reason) {
        Ballot ballot = new Ballot(members, votes.length());
        for (int i = 0; i < votes.length(); i++) {
            char vote = votes.charAt(i);
            assertThat(ballot.result()).isEqualTo(Result.OPEN);
            ballot.take(vote == 'F' ? Vote.FIRST : vote == 'A' ? Vote.AGAIN : vote == 'f' ? Vote.FULL : Vote.ABSTAINS);
        }
        assertThat(ballot.result()).as(reason).isEqualTo(result);
    }

    @Test
    void whoeverHasSeenItNeedNotWaitForTheOthers() {
        Ballot ballot = new Ballot(3, 3);
        ballot.take(Vote.AGAIN);
        assertThat(ballot.result()).isEqualTo(Result.SEEN);
    }

    @Test
    void aNodeSaysFirstOnceAndForgetsWhenItMay() {
        SeenMarks marks = new SeenMarks(1000, 3);
        assertThat(marks.show(1, 1, 1100, 10, 1200)).isEqualTo(Vote.FIRST);
        assertThat(marks.show(1, 1, 1100, 10, 1200)).isEqualTo(Vote.AGAIN);
        assertThat(marks.show(1, 2, 1100, 10, 1200)).isEqualTo(Vote.FIRST);
        assertThat(marks.show(1, 3, 1010, 10, 1200)).as("made before it began").isEqualTo(Vote.ABSTAINS);
        assertThat(marks.show(1, 3, 1011, 10, 1300)).isEqualTo(Vote.FIRST);
        assertThat(marks.show(1, 4, 1100, 10, 1200)).as("full").isEqualTo(Vote.FULL);
        marks.forget(1200);
        assertThat(marks.show(1, 1, 1100, 10, 1200))
                .as("not before its time is over")
                .isEqualTo(Vote.AGAIN);
        marks.forget(1216);
        assertThat(marks.size()).isEqualTo(1);
        assertThat(marks.show(1, 3, 1100, 10, 1300)).isEqualTo(Vote.AGAIN);
        marks.forget(1317);
        assertThat(marks.size()).isZero();
    }

    @Test
    void whatANodeHasForgottenByItsClockIsNotNewToAnotherWhoseClockIsBehind() {
        SeenMarks marks = new SeenMarks(1000, 3);
        assertThat(marks.show(1, 1, 1100, 10, 1200)).isEqualTo(Vote.FIRST);
        marks.forget(1216);
        assertThat(marks.size()).isZero();
        assertThat(marks.show(1, 1, 1100, 10, 1200)).isEqualTo(Vote.FULL);
        marks.forget(900);
        assertThat(marks.show(1, 1, 1100, 10, 1200))
                .as("its clock was set back")
                .isEqualTo(Vote.FULL);
    }

    @Test
    void aNodeThatBeginsLaterKnowsNothingOfBefore() {
        SeenMarks marks = new SeenMarks(1000, 3);
        marks.begin(1050);
        marks.begin(900);
        assertThat(marks.show(1, 1, 1060, 10, 1200)).isEqualTo(Vote.ABSTAINS);
        assertThat(marks.show(1, 1, 1061, 10, 1200)).isEqualTo(Vote.FIRST);
    }

    /**
     * Nodes die and begin anew, though never a majority of them in the time of a signature; messages are lost, two ask at the
     * same time: at most one of them is the first.
     */
    @Test
    void noMarkIsNewTwiceWhateverIsLost() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            int size = 1 + random.nextInt(5);
            List<SeenMarks> nodes = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                nodes.add(new SeenMarks(0, 1000));
            }
            Set<Integer> begunAnew = new HashSet<>();
            Map<Integer, Integer> found = new HashMap<>();
            for (int now = 100; now < 130; now++) {
                if (random.nextInt(8) == 0 && begunAnew.size() < size / 2) {
                    int one = random.nextInt(size);
                    begunAnew.add(one);
                    nodes.set(one, new SeenMarks(now, 1000));
                }
                List<Integer> asked = List.of(random.nextInt(3), random.nextInt(3));
                List<Ballot> ballots =
                        asked.stream().map(mark -> new Ballot(size, size)).toList();
                List<int[]> messages = new ArrayList<>();
                for (int i = 0; i < 2 * size; i++) {
                    messages.add(new int[] {i % 2, i / 2});
                }
                Collections.shuffle(messages, random);
                for (int[] message : messages) {
                    if (random.nextInt(4) > 0) {
                        int mark = asked.get(message[0]);
                        ballots.get(message[0]).take(nodes.get(message[1]).show(0, mark, 90, 0, 1000));
                    }
                }
                for (int i = 0; i < 2; i++) {
                    if (ballots.get(i).atLast() == Result.NEW) {
                        found.merge(asked.get(i), 1, Integer::sum);
                    }
                }
            }
            assertThat(found.values()).as("seed %d", seed).allMatch(count -> count == 1);
        }
    }
}
