package io.weir.config.formation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.config.model.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormationTest {
    @TempDir
    Path folder;

    @Test
    void withNothingSaidANodeIsAClusterOfOneOnLoopback() throws Exception {
        NodeSettings settings = read(List.of(), Map.of());

        assertThat(settings.profile()).isEqualTo(Profile.LOCAL);
        assertThat(settings.transport()).isEqualTo(Transport.AUTO);
        assertThat(settings.name()).isEqualTo("box-1.local");
        assertThat(settings.dataDir()).isEqualTo(Path.of("weir-data/box-1.local"));
        assertThat(settings.admin().address()).isEqualTo(new HostPort("127.0.0.1", 8180));
        assertThat(settings.admin().tokenFile()).isEqualTo(Path.of("weir-data/box-1.local/admin-token"));
        assertThat(settings.cluster().address()).isEqualTo(new HostPort("127.0.0.1", 0));
        assertThat(settings.cluster().seeds()).isEmpty();
        assertThat(settings.document()).isEmpty();
        assertThat(settings.accessLog().to()).isEqualTo(new NodeSettings.Target.Off());
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aSetWinsOverTheEnvironmentWhichWinsOverTheFileWhichWinsOverTheProfile() throws Exception {
        Path file = Files.writeString(
                folder.resolve("node.conf"),
                """
                weir.profile = static
                weir.node { name = from-file, data-dir = /var/lib/weir, port-offset = 1 }
                weir.cluster { address = 10.0.0.1, seeds = ["10.0.0.1:7400", "10.0.0.2:7400"] }
                weir.cluster.tls { certificate = /etc/weir/node.pem, key = /etc/weir/node.key, trust = /etc/weir/ca.pem }
                weir.admin.port = 1
                pekko.loglevel = INFO
                """);
        Sources sources = new Sources(
                Optional.of(file),
                List.of("weir.admin.port=3"),
                Map.of(
                        "WEIR_ADMIN_PORT",
                        "2",
                        "WEIR_NODE_NAME",
                        "from-environment",
                        "WEIR_NODE_DATA_DIR",
                        "/data",
                        "WEIR_CLUSTER_SECRET_FILE",
                        "/run/secrets/weir"),
                "box");

        NodeSettings settings = Formation.read(sources);

        assertThat(settings.admin().address().port()).isEqualTo(3);
        assertThat(settings.name()).isEqualTo("from-environment");
        assertThat(settings.dataDir()).isEqualTo(Path.of("/data"));
        assertThat(settings.portOffset()).isEqualTo(1);
        assertThat(settings.cluster().address()).isEqualTo(new HostPort("10.0.0.1", 7400));
        assertThat(settings.cluster().seeds())
                .containsExactly(new HostPort("10.0.0.1", 7400), new HostPort("10.0.0.2", 7400));
        assertThat(settings.cluster().tls())
                .contains(new NodeSettings.ClusterTls(
                        Path.of("/etc/weir/node.pem"), Path.of("/etc/weir/node.key"), Path.of("/etc/weir/ca.pem")));
        assertThat(settings.cluster().secretFile()).contains(Path.of("/run/secrets/weir"));
        assertThat(settings.pekko().getString("pekko.loglevel")).isEqualTo("INFO");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        local      | key=/k                                        | is not complete  | half of it protects nothing
        local      |                                               | ''               | loopback
        static     |                                               | is missing       | others may reach the port
        kubernetes |                                               | is missing       | others may reach the port
        kubernetes | certificate=/c key=/k                         | is not complete  | nobody would be verified
        static     | allow-plaintext=true                          | ''               | the operator says so
        static     | allow-plaintext=yes                           | is "yes"         | a slip must not open the port
        static     | certificate=/c key=/k trust=/t                | ''               | complete
        """)
    void trafficBetweenNodesIsPlaintextOnlyWhereNobodyElseListens(
            String profile, String tls, String problem, String why) {
        List<String> sets = new ArrayList<>(List.of(
                "weir.profile=" + profile,
                "weir.cluster.address=10.0.0.1",
                "weir.cluster.seeds=10.0.0.1:7400",
                "weir.cluster.discovery.service=weir"));
        if (tls != null) {
            Stream.of(tls.split(" ")).forEach(set -> sets.add("weir.cluster.tls." + set));
        }
        List<String> about = problemsOrNone(sets).stream()
                .filter(line -> line.contains("weir.cluster.tls"))
                .toList();
        assertThat(String.join("\n", about)).as(why).contains(problem);
        assertThat(about.isEmpty()).as(why).isEqualTo(problem.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        address=127.0.0.1                                       | ''              | loopback
        address=127.8.8.8                                       | ''              | all of 127/8 is loopback
        address=localhost                                       | ''              | loopback
        address=::1                                             | ''              | loopback
        address=127.evil.example                                | is missing      | a name, whatever it begins with
        address=0.0.0.0                                         | is missing      | others can reach it
        address=10.0.0.1                                        | is missing      | others can reach it
        address=10.0.0.1 allow-plaintext=true                   | ''              | the operator says so
        address=10.0.0.1 allow-plaintext=1                      | is "1"          | a slip must not open it
        address=10.0.0.1 tls.certificate=/c tls.key=/k          | ''              | TLS
        address=10.0.0.1 tls.certificate=/c                     | is not complete | no key
        address=127.0.0.1 tls.key=/k                            | is not complete | no certificate
        address=127.0.0.1 tls.required=true                     | is missing      | of whom?
        tls.certificate=/c tls.key=/k tls.required=true         | trust: is missing | nobody would be verified
        tls.certificate=/c tls.key=/k tls.admins=ops            | trust: is missing | nobody would be verified
        tls.certificate=/c tls.key=/k tls.trust=/t tls.admins=ops tls.required=true | '' | complete
        hosts=admin.example.com,weir                            | ''              | names
        hosts=http://admin                                      | has "http       | no name
        oidc.issuer=https://id.a oidc.audience=w oidc.admins=ops | ''             | an issuer
        oidc.issuer=id oidc.jwks=https://id/k oidc.audience=w oidc.admins=ops | '' | one whose name is no place
        oidc.issuer=id oidc.audience=w oidc.admins=ops          | issuer: does not lead to its keys | nor do its keys have one
        oidc.issuer=https://id.a oidc.admins=ops                | audience: is missing | any token of the issuer would do
        oidc.issuer=https://id.a oidc.audience=w                | viewers: is missing | nobody would have a role
        oidc.audience=w oidc.admins=ops                         | issuer: is missing | whose?
        oidc.issuer=https://id.a oidc.audience=w oidc.admins=ops oidc.jwks=http://id.a | jwks: is "http | keys in plain text
        """)
    void theAdminApiIsPlaintextOnlyWhereNobodyElseListens(String admin, String problem, String why) {
        List<String> sets = new ArrayList<>();
        Stream.of(admin.split(" ")).forEach(set -> sets.add("weir.admin." + set));
        List<String> about = problemsOrNone(sets);
        assertThat(String.join("\n", about)).as(why).contains(problem);
        assertThat(about.isEmpty()).as(why).isEqualTo(problem.isEmpty());
    }

    private static List<String> problemsOrNone(List<String> sets) {
        try {
            read(sets, Map.of());
            return List.of();
        } catch (SettingsException e) {
            return e.problems();
        }
    }

    @Test
    void severalNodesOnOneMachineHaveNamesOfTheirOwn() throws Exception {
        assertThat(read(List.of("weir.node.port-offset=2"), Map.of()).name()).isEqualTo("box-1.local-2");
    }

    @Test
    void seedsMayBeOneTextWithCommas() throws Exception {
        assertThat(read(List.of(), Map.of("WEIR_CLUSTER_SEEDS", "127.0.0.1:7400, [::1]:7401"))
                        .cluster()
                        .seeds())
                .containsExactly(new HostPort("127.0.0.1", 7400), new HostPort("::1", 7401));
    }

    @ParameterizedTest
    @CsvSource({"off,Off[]", "stdout,Stdout[]", "logs/access.json,File[path=logs/access.json]"})
    void theAccessLogIsOffOrStdoutOrAFile(String to, String target) throws Exception {
        assertThat(read(List.of("weir.access-log=" + to), Map.of()).accessLog().to())
                .hasToString(target);
        assertThat(read(List.of("weir.access-log.to=" + to), Map.of())
                        .accessLog()
                        .to())
                .hasToString(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        weir.admin.port=x         | --set weir.admin.port=x: weir.admin.port: is "x" (expected a whole number from 0 to 65535)
        weir.admin.prot=1         | --set weir.admin.prot=1: weir.admin.prot: is not a known setting; did you mean weir.admin.port?
        weir.transport=carrier    | --set weir.transport=carrier: weir.transport: is "carrier" (expected auto, io_uring, epoll, nio)
        weir.shutdown.grace=10    | --set weir.shutdown.grace=10: weir.shutdown.grace: is "10" (expected a duration with its unit, e.g. 10s)
        weir.cluster.address=0.0.0.0 | --set weir.cluster.address=0.0.0.0: weir.cluster.address: is "0.0.0.0" (expected a host or an IP address that the other nodes can reach)
        weir.cluster.seeds=a      | --set weir.cluster.seeds=a: weir.cluster.seeds: has "a" (expected host:port of a member)
        nonsense                  | --set nonsense: is not key=value (expected e.g. --set weir.admin.port=8181)
        weir.profile=static       | weir.cluster.seeds: is missing (the profile static expects host:port of some members)
        weir.profile=kubernetes   | weir.cluster.discovery.service: is missing (the profile kubernetes expects the DNS name of a headless service)
        """)
    void aProblemSaysWhereItComesFromAndWhatWasExpected(String set, String problem) {
        assertThat(problems(List.of(set), Map.of())).contains(problem);
    }

    @Test
    void everyProblemIsReportedAtOnceWithFileAndLine() throws Exception {
        Path file = Files.writeString(
                folder.resolve("node.conf"), "weir.node.nmae = a\nweir.admin.port = many\nwier.x = 1\n");
        SettingsException e = catchThrowableOfType(
                SettingsException.class,
                () -> Formation.read(new Sources(Optional.of(file), List.of(), Map.of(), "box")));

        assertThat(e.problems()).hasSize(3);
        assertThat(e.problems().get(0)).contains("node.conf: 1").contains("did you mean weir.node.name?");
        assertThat(e.problems().get(2)).contains("node.conf: 2").contains("is \"many\"");
    }

    @Test
    void aFileThatIsMissingOrBrokenIsSaid() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.conf"), "weir {\n");
        for (Path file : List.of(folder.resolve("none.conf"), broken)) {
            assertThatThrownBy(() -> Formation.read(new Sources(Optional.of(file), List.of(), Map.of(), "box")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(file.getFileName().toString());
        }
    }

    @Test
    void aSlipInTheEnvironmentIsAProblemButTheVariablesOfOthersAreNot() throws Exception {
        assertThat(problems(List.of(), Map.of("WEIR_NODE_NAMES", "a")))
                .containsExactly(
                        "environment variable WEIR_NODE_NAMES: is not a known setting; did you mean WEIR_NODE_NAME?");
        assertThat(read(List.of(), Map.of("WEIR_PORT_8180_TCP_ADDR", "10.0.0.1", "WEIR_SERVICE_HOST", "10.0.0.1"))
                        .name())
                .isEqualTo("box-1.local");
    }

    @Test
    void everySettingHasAVariableOfItsOwn() {
        assertThat(SettingKeys.ALL.stream().map(SettingKeys::variable)).doesNotHaveDuplicates();
        assertThat(SettingKeys.variable("weir.cluster.discovery.form-after"))
                .isEqualTo("WEIR_CLUSTER_DISCOVERY_FORM_AFTER");
    }

    private static NodeSettings read(List<String> sets, Map<String, String> environment) throws SettingsException {
        return Formation.read(new Sources(Optional.empty(), sets, environment, "box-1.local"));
    }

    private static List<String> problems(List<String> sets, Map<String, String> environment) {
        return catchThrowableOfType(SettingsException.class, () -> read(sets, environment))
                .problems();
    }
}
