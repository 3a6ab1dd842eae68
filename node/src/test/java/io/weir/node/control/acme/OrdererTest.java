package io.weir.node.control.acme;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.node.control.acme.OrderRun.Outcome;
import io.weir.node.control.acme.ScriptedServer.Reply;
import io.weir.node.control.certificates.KeptCertificates;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.control.secret.Vault.RecordId;
import io.weir.node.state.Certificates;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.MemoryVault;
import io.weir.node.testkit.NoChallenges;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;

final class OrdererTest {
    private final MemoryVault vault = new MemoryVault();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    /** What is kept of it cannot be read, as after the cluster secret was lost: it is due for longest, and always will be. */
    @Test
    void oneThatCannotEvenBeTriedDoesNotKeepTheOthersFromTheirTurn() {
        vault.put(new RecordId("acme-certificate", "broken"), new byte[] {99});
        try (ScriptedServer server = new ScriptedServer()) {
            server.twist((path, usual) ->
                    path.equals("/order") ? Reply.problem(429, "rateLimited", "\"wait\"", Map.of()) : usual);
            String acme = "acme: { hosts: [shop.test], directory: \"" + server.directory() + "\" }";
            GatewayDocument document = DocumentReader.read(
                            "weir: 1\ncertificates: [{ name: shop, " + acme + " }, { name: broken, " + acme + " }]\n",
                            "test.yaml")
                    .orThrow();
            ActorSystem<OrderCommand> orderer =
                    ActorSystem.create(Orderer.create(ports(document), Duration.ofMillis(10)), "orders");
            Await.until(() -> "shop was tried: " + outcomes, () -> outcomes.contains(Outcome.FAILED));
            Await.until(
                    () -> "the broken one is looked at again: " + outcomes,
                    () -> outcomes.stream().filter(Outcome.NOT_TRIED::equals).count() > 1);
            orderer.terminate();
            Await.until(() -> "the system ends", () -> orderer.whenTerminated().isCompleted());
        }
    }

    private OrderPorts ports(GatewayDocument document) {
        LocalSecrets secrets = new LocalSecrets(Path.of(""), Map.of());
        AcmeClient client = new AcmeClient(
                new Accounts(vault, secrets),
                new NoChallenges(),
                secrets,
                new AcmeClient.Bounds(Duration.ofMillis(100), Duration.ofSeconds(10)));
        InstantSource clock = InstantSource.system();
        OrderRun run = new OrderRun(client, new Courses(vault), new KeptCertificates(vault, clock), clock, () -> 0);
        return new OrderPorts(() -> document, Certificates.NONE, run, clock, outcomes::add);
    }
}
