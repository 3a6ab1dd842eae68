package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.cluster.ConfigAgentMessage.Chunk;
import io.weir.protocol.cluster.ConfigAgentMessage.Fetch;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class HeldDocumentsTest {
    private final HeldDocuments documents = new HeldDocuments("live", "{\"live\":1}");

    @Test
    void theLiveDocumentAndOffersAreHandedOut() {
        documents.offer(offer("new"));
        assertThat(handedOut("live")).isEqualTo("{\"live\":1}");
        assertThat(handedOut("new")).isEqualTo("{}");
        documents.withdraw(new AgentCommand.Withdraw("new"));
        assertThat(fetch("new", 0).count()).isZero();
    }

    @Test
    void aDocumentOfferedTwiceIsThereUntilBothAreWithdrawn() {
        documents.offer(offer("new"));
        documents.offer(offer("new"));
        documents.withdraw(new AgentCommand.Withdraw("new"));
        assertThat(handedOut("new"))
                .as("a dry run of the document has ended, its change is under way")
                .isEqualTo("{}");
        documents.withdraw(new AgentCommand.Withdraw("new"));
        assertThat(fetch("new", 0).count()).isZero();
    }

    @Test
    void aLargeDocumentHasPartsThatMakeItUp() {
        String large = "x".repeat(2 * AgentWork.CHUNK_BYTES + 1);
        documents.live("large", large);
        assertThat(fetch("large", 0).count()).isEqualTo(3);
        assertThat(handedOut("large")).isEqualTo(large);
        assertThat(fetch("large", 3).bytes()).isEmpty();
        assertThat(fetch("large", -1).bytes()).isEmpty();
    }

    private String handedOut(String hash) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fetch(hash, 0).count(); i++) {
            text.append(new String(fetch(hash, i).bytes(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private Chunk fetch(String hash, int index) {
        TestInbox<Chunk> inbox = TestInbox.create();
        documents.handOut(new Fetch(hash, index, inbox.getRef()));
        return inbox.receiveMessage();
    }

    private static AgentCommand.Offer offer(String hash) {
        return new AgentCommand.Offer(hash, "{}".getBytes(StandardCharsets.UTF_8));
    }
}
