package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.protocol.cluster.ConfigMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionStoreTest {
    @TempDir
    private Path directory;

    @Test
    void aCandidateSurvivesARestartButIsNotLive() throws IOException {
        RevisionStore store = RevisionStore.open(directory);
        store.keepCandidate(mark(1), "{\"weir\":1}");
        RevisionStore again = RevisionStore.open(directory);
        assertThat(again.live()).isEmpty();
        assertThat(again.state().candidate()).isEqualTo(1);
        again.commit(1);
        assertThat(RevisionStore.open(directory).live()).contains(new RevisionStore.Stored(mark(1), "{\"weir\":1}"));
    }

    @Test
    void aBurntNumberIsRememberedAndAnAbortedOneIsNot() throws IOException {
        RevisionStore store = RevisionStore.open(directory);
        store.keepCandidate(mark(3), "{}");
        store.discard(false);
        assertThat(RevisionStore.open(directory).state()).isEqualTo(new RevisionStore.State(0, 0, 0));
        store.keepCandidate(mark(3), "{}");
        store.discard(true);
        assertThat(RevisionStore.open(directory).state()).isEqualTo(new RevisionStore.State(0, 0, 3));
    }

    @Test
    void theLastTwentyRevisionsAreKept() throws IOException {
        RevisionStore store = RevisionStore.open(directory);
        for (int number = 1; number <= 25; number++) {
            store.keepCandidate(mark(number), "{}");
            store.commit(number);
        }
        assertThat(Files.exists(directory.resolve("revision-5"))).isFalse();
        assertThat(Files.exists(directory.resolve("revision-6"))).isTrue();
        assertThat(store.read(25).mark()).isEqualTo(mark(25));
    }

    @Test
    void aRevisionThatIsAdoptedIsLiveAndLeavesNoCandidate() throws IOException {
        RevisionStore store = RevisionStore.open(directory);
        store.keepCandidate(mark(3), "{}");
        store.adopt(mark(7), "{\"weir\":1}");
        RevisionStore again = RevisionStore.open(directory);
        assertThat(again.state()).isEqualTo(new RevisionStore.State(7, 0, 7));
        assertThat(again.live()).contains(new RevisionStore.Stored(mark(7), "{\"weir\":1}"));
        assertThat(Files.exists(directory.resolve("revision-3"))).isFalse();
    }

    @Test
    void aCommitHoldsEvenIfOldRevisionsCannotBeDeleted() throws IOException {
        Files.createDirectories(directory.resolve("revision-1").resolve("not empty"));
        RevisionStore store = RevisionStore.open(directory);
        for (int number = 2; number <= 25; number++) {
            store.keepCandidate(mark(number), "{}");
            store.commit(number);
        }
        assertThat(RevisionStore.open(directory).state().live()).isEqualTo(25);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        RevisionStore store = RevisionStore.open(directory);
        store.keepCandidate(mark(1), "{}");
        store.commit(1);
        Path file = directory.resolve("revision-1");
        Files.writeString(file, Files.readString(file).replace("{}", "{ }"));
        assertThatThrownBy(() -> RevisionStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private static ConfigMark mark(long number) {
        return new ConfigMark(number, "h" + number, number - 1, "h" + (number - 1), 0, "test");
    }
}
