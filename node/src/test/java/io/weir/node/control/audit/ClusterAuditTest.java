package io.weir.node.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.AuditLog.Event;
import io.weir.node.state.AuditLog.Noted;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.protocol.admin.AuditReport.Entry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAuditTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsDoneOnOneNodeIsReadOnTheOther() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            ClusterAudit one = ClusterAudit.start(cluster.system(0), "node-1", directory.resolve("a"));
            ClusterAudit other = ClusterAudit.start(cluster.system(1), "node-2", directory.resolve("b"));
            Noted first = done(one.note(event("ci", "/v1/config", List.of("route a: added"))));
            Noted second = done(other.note(event("ops", "/v1/revocations", List.of())));
            assertThat(first.replicated()).isTrue();
            assertThat(second.replicated()).isTrue();
            Await.until(
                    () -> "both have both",
                    () -> read(one).size() == 2 && read(other).size() == 2);

            assertThat(read(other)).extracting(Entry::who).containsExactlyInAnyOrder("ci", "ops");
            assertThat(other.read(first.id(), entry -> true, 10))
                    .extracting(Entry::id)
                    .doesNotContain(first.id());
            assertThat(one.read("", entry -> entry.who().equals("ops"), 10)).hasSize(1);
            Entry entry = one.read("", it -> it.who().equals("ci"), 10).get(0);
            assertThat(entry.node()).isEqualTo("node-1");
            assertThat(entry.changes()).containsExactly("route a: added");
            assertThat(entry.before()).isEqualTo(7);
            assertThat(entry.after()).isEqualTo(8);
        }
    }

    @Test
    void theChainGoesOnAfterARestart() throws Exception {
        for (int life = 0; life < 2; life++) {
            try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
                ClusterAudit audit = ClusterAudit.start(cluster.system(0), "node-1", directory);
                done(audit.note(event("a", "/" + life, List.of())));
                done(audit.note(event("b", "/" + life, List.of())));
                int expected = 2 * (life + 1);
                Await.until(
                        () -> "all entries are there again", () -> read(audit).size() == expected);
            }
        }
        List<String> lines = Files.readAllLines(directory.resolve("audit/audit.jsonl"));
        assertThat(lines).hasSize(4);
        assertThat(AuditLine.firstBroken(lines)).isEqualTo(-1);
        assertThat(AuditLine.read(lines.get(0)).orElseThrow().previous()).isEqualTo(AuditLine.NOTHING);
    }

    @Test
    void tamperingShows() throws Exception {
        AuditJournal journal = AuditJournal.open(directory.resolve("log"), 1 << 20, 2);
        for (int i = 0; i < 6; i++) {
            journal.add(AuditLine.of(entry(i, journal.last())));
        }
        List<String> lines = Files.readAllLines(directory.resolve("log"));
        assertThat(AuditLine.firstBroken(lines)).isEqualTo(-1);

        List<String> changed = new ArrayList<>(lines);
        changed.set(2, changed.get(2).replace("who-2", "who-9"));
        assertThat(AuditLine.firstBroken(changed)).as("another name").isEqualTo(2);

        List<String> shorter = new ArrayList<>(lines);
        shorter.remove(3);
        assertThat(AuditLine.firstBroken(shorter)).as("a line left out").isEqualTo(3);

        List<String> swapped = new ArrayList<>(lines);
        Collections.swap(swapped, 1, 2);
        assertThat(AuditLine.firstBroken(swapped)).as("another order").isEqualTo(1);

        List<String> forged = new ArrayList<>(lines);
        Entry inserted = entry(7, AuditLine.read(lines.get(1)).orElseThrow().hash());
        forged.add(2, AuditLine.of(inserted));
        assertThat(AuditLine.firstBroken(forged)).as("a line put in").isEqualTo(3);
    }

    @Test
    void aJournalThatHasGrownIsPutAsideAndTheChainGoesOn() throws Exception {
        Path file = directory.resolve("log");
        AuditJournal journal = AuditJournal.open(file, 1000, 2);
        for (int i = 0; i < 20; i++) {
            journal.add(AuditLine.of(entry(i, journal.last())));
        }
        List<String> all = new ArrayList<>(Files.readAllLines(directory.resolve("log.2")));
        all.addAll(Files.readAllLines(directory.resolve("log.1")));
        all.addAll(Files.readAllLines(file));
        assertThat(AuditLine.firstBroken(all)).isEqualTo(-1);
        assertThat(AuditLine.read(all.get(all.size() - 1)).orElseThrow().who()).isEqualTo("who-19");
        assertThat(directory.resolve("log.3")).doesNotExist();
    }

    @Test
    void theCheckNamesTheFirstLineThatIsNotAsItWasWritten() throws Exception {
        Path file = directory.resolve("log");
        AuditJournal journal = AuditJournal.open(file, 1 << 20, 2);
        for (int i = 0; i < 3; i++) {
            journal.add(AuditLine.of(entry(i, journal.last())));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(AuditCheck.run(List.of(file), print)).isTrue();
        Files.writeString(file, Files.readString(file).replace("who-1", "who-2"));
        assertThat(AuditCheck.run(List.of(file), print)).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("3 entries of node-1, whole\n" + file
                        + ":2: is not as it was written, or what was before it is missing\n");
    }

    @Test
    void aLineThatWasCutOffStaysAndTheNextOneStandsByItself() throws Exception {
        Path file = directory.resolve("log");
        AuditJournal journal = AuditJournal.open(file, 1 << 20, 2);
        journal.add(AuditLine.of(entry(0, journal.last())));
        String whole = Files.readString(file);
        Files.writeString(file, whole + whole.substring(0, 40));
        AuditJournal again = AuditJournal.open(file, 1 << 20, 2);
        again.add(AuditLine.of(entry(1, again.last())));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(AuditLine.firstBroken(lines)).isEqualTo(1);
        assertThat(AuditLine.read(lines.get(2)).orElseThrow().previous())
                .isEqualTo(AuditLine.read(lines.get(0)).orElseThrow().hash());
    }

    private static Event event(String who, String resource, List<String> changes) {
        return new Event(who, "admin", "127.0.0.1", "PUT", resource, 200, "", 7, 8, changes);
    }

    private static Entry entry(int number, String previous) {
        return new Entry(
                "id-" + number,
                "2026-01-01T00:00:00.000Z",
                "node-1",
                "who-" + number,
                "admin",
                "127.0.0.1",
                "PUT",
                "/v1/config",
                200,
                "",
                1,
                2,
                List.of("route a: \"ä\""),
                previous,
                "");
    }

    private static List<Entry> read(ClusterAudit audit) {
        return audit.read("", entry -> true, 100);
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
