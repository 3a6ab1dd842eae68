package io.weir.node.control.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.RevocationDesk.Revocation;
import io.weir.node.state.Revocations.Kind;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RevocationBoardTest {
    private final RevocationBoard board = new RevocationBoard();

    @Test
    void whoRemembersWhatWasConcludedLooksAgainAfterEachChange() {
        long before = board.version();
        board.put(new Revocation("id", Kind.TOKEN, "token-1", Instant.EPOCH, Optional.empty(), "ops"));
        long revoked = board.version();
        assertThat(revoked).isNotEqualTo(before);
        board.remove("id");
        assertThat(board.isRevoked(Kind.TOKEN, "token-1")).isFalse();
        assertThat(board.version()).as("a token that was refused is good again").isNotIn(before, revoked);
        long restored = board.version();
        board.remove("id");
        assertThat(board.version()).as("nothing has changed").isEqualTo(restored);
    }
}
