package io.weir.node.app.cert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertLocalCommandTest {
    private record Outcome(int status, String output) {}

    @TempDir
    private Path folder;

    @Test
    void saysWhatItMadeAndHowToUseIt() {
        Outcome outcome = run("local", "--host", "shop.test", "--client", "alice", "--node", "n1");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.output())
                .contains("made " + folder.resolve("localhost.pem"), "shop.test")
                .contains("chain: \"file:" + folder.resolve("localhost.pem"))
                .contains("curl --cacert " + folder.resolve("ca.pem") + " https://localhost:8443/")
                .contains("--cert " + folder.resolve("client-alice.pem"))
                .contains("trust = \"" + folder.resolve("cluster-ca.pem") + "\"")
                .doesNotContain("PRIVATE");
    }

    @Test
    void theSecondTimeNothingChanges() throws Exception {
        run("local");
        byte[] before = Files.readAllBytes(folder.resolve("localhost.key"));
        assertThat(run("local").output()).startsWith("kept ");
        assertThat(Files.readAllBytes(folder.resolve("localhost.key"))).isEqualTo(before);
    }

    @Test
    void namesThatWouldLeaveTheFolderAreRefused() {
        for (String name : new String[] {"../x", "a/b", "", ".x"}) {
            Outcome outcome = run("local", "--client", name);
            assertThat(outcome.status()).as(name).isEqualTo(2);
            assertThat(outcome.output()).contains("is not a name of letters");
        }
    }

    @Test
    void withoutASubcommandItSaysWhichThereAre() {
        assertThat(new CommandLine(new CertCommand())
                        .setErr(new PrintWriter(new StringWriter()))
                        .execute())
                .isEqualTo(2);
    }

    private Outcome run(String subcommand, String... options) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        String[] all = new String[options.length + 3];
        all[0] = subcommand;
        all[1] = "--dir";
        all[2] = folder.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        int status =
                new CommandLine(new CertCommand()).setOut(writer).setErr(writer).execute(all);
        return new Outcome(status, output.toString());
    }
}
