package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.DocumentWriter;
import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentWorkTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String JSON =
            DocumentWriter.json(DocumentReader.read("weir: 1\n", "test.yaml").orThrow());
    private static final ConfigMark MARK = new ConfigMark(5, DocumentWriter.hashOf(JSON), 4, "d", 0, "test");

    @TempDir
    private Path directory;

    private final FakeStager stager = new FakeStager();
    private final LiveBoard board = new LiveBoard(false);
    private AgentWork work;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void open() throws IOException {
        work = new AgentWork(KIT.system(), RevisionStore.open(directory), stager, board);
    }

    @Test
    void aRevisionThatIsCaughtUpWithIsOnDiskAndInUse() throws IOException {
        assertThat(failure(work.catchUp(MARK, source(), Optional.empty()))).isEmpty();
        assertThat(board.live().revision()).isEqualTo(5);
        assertThat(stager.activated).hasValue(1);
        assertThat(stager.discarded).hasValue(0);
        assertThat(RevisionStore.open(directory).live()).contains(new RevisionStore.Stored(MARK, JSON));
    }

    @Test
    void whatCannotBeWrittenWhenCatchingUpGivesBackWhatWasStaged() throws IOException {
        Files.createDirectories(directory.resolve("state.new"));
        assertThat(failure(work.catchUp(MARK, source(), Optional.empty()))).contains("cannot be stored");
        assertThat(stager.discarded).as("its ports are free again").hasValue(1);
        assertThat(stager.activated).hasValue(0);
        assertThat(board.live().revision()).isZero();
    }

    @Test
    void aCandidateThatCannotBeWrittenGivesBackWhatWasStaged() throws IOException {
        Files.createDirectories(directory.resolve("revision-5.new"));
        assertThat(failure(work.prepare(MARK, source(), Optional.empty()))).contains("cannot be stored");
        assertThat(stager.discarded).hasValue(1);
    }

    @Test
    void theFormerCandidateIsGivenBackBeforeTheNextIsStaged() {
        AgentWork.Held former = work.prepare(MARK, source(), Optional.empty())
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        stager.refusal = "port 8080 is in use";
        assertThat(failure(work.catchUp(MARK, source(), Optional.of(former)))).contains("port 8080 is in use");
        assertThat(stager.discarded).hasValue(1);
    }

    private static String failure(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
            return "";
        } catch (CompletionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ActorRef<ConfigAgentMessage> source() {
        HeldDocuments documents = new HeldDocuments(MARK.hash(), JSON);
        return KIT.spawn(Behaviors.receiveMessage(message -> {
            documents.handOut((ConfigAgentMessage.Fetch) message);
            return Behaviors.same();
        }));
    }
}
