package io.weir.node.decide.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.session.SessionTable.Held;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final long IDLE = 1_000;
    private static final SessionKey KEY = new SessionKey("orders", "alice");

    private final SessionTable table = new SessionTable(3);

    @Test
    void theFirstProposalWinsAndOthersFollow() {
        assertThat(table.propose(KEY, "a:1", null, IDLE, 0)).isEqualTo(new Held("a:1", true));
        assertThat(table.propose(KEY, "b:1", null, IDLE, 1)).isEqualTo(new Held("a:1", false));
    }

    @Test
    void anAssignmentMovesOnlyWhenItsOwnEndpointIsLost() {
        table.propose(KEY, "a:1", null, IDLE, 0);
        assertThat(table.propose(KEY, "c:1", "b:1", IDLE, 1))
                .as("somebody lost another endpoint")
                .isEqualTo(new Held("a:1", false));
        assertThat(table.propose(KEY, "b:1", "a:1", IDLE, 2)).isEqualTo(new Held("b:1", true));
        assertThat(table.propose(KEY, "c:1", "a:1", IDLE, 3))
                .as("the second to lose it follows the first")
                .isEqualTo(new Held("b:1", false));
    }

    @Test
    void theOthersAreToldThatASessionIsStillInUseFourTimesInItsIdleTime() {
        table.propose(KEY, "a:1", null, IDLE, 0);
        assertThat(table.refresh(KEY, "a:1", IDLE, IDLE / 4).news()).isFalse();
        assertThat(table.refresh(KEY, "a:1", IDLE, IDLE / 4 + 1).news()).isTrue();
        assertThat(table.refresh(KEY, "a:1", IDLE, IDLE / 2).news()).isFalse();
    }

    @Test
    void anIdleAssignmentIsForgotten() {
        table.propose(KEY, "a:1", null, IDLE, 0);
        table.propose(KEY, "x:1", null, IDLE, IDLE);
        assertThat(table.propose(KEY, "b:1", null, IDLE, 2 * IDLE + 1)).isEqualTo(new Held("b:1", true));
        table.expire(10 * IDLE);
        assertThat(table.size()).isZero();
    }

    @Test
    void theLeastRecentlyUsedGoesWhenTheTableIsFull() {
        for (String key : new String[] {"1", "2", "3"}) {
            table.propose(new SessionKey("orders", key), "a:1", null, IDLE, 0);
        }
        table.refresh(new SessionKey("orders", "1"), "a:1", IDLE, 1);
        table.propose(new SessionKey("orders", "4"), "a:1", null, IDLE, 2);
        assertThat(table.list("orders", 10)).extracting(Map.Entry::getKey).containsExactly("3", "1", "4");
    }

    @Test
    void aNewOwnerAdoptsWhatNodesHaveCachedAndTheFirstWins() {
        assertThat(table.refresh(KEY, "b:1", IDLE, 0).endpoint()).isEqualTo("b:1");
        assertThat(table.refresh(KEY, "a:1", IDLE, 1).endpoint()).isEqualTo("b:1");
    }

    @Test
    void nodesThatFollowTheTableNeverDisagree() {
        Random random = new Random(7);
        SessionTable shared = new SessionTable(1_000);
        Map<String, String> lastAnswer = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            String key = "k" + random.nextInt(20);
            String held = lastAnswer.get(key);
            String lost = held != null && random.nextInt(10) == 0 ? held : null;
            String answer = shared.propose(
                            new SessionKey("u", key), "e" + random.nextInt(4), lost, Long.MAX_VALUE / 2, step)
                    .endpoint();
            if (held != null && lost == null) {
                assertThat(answer).as("step %d", step).isEqualTo(held);
            }
            lastAnswer.put(key, answer);
        }
    }
}
