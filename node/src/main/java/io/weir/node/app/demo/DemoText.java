package io.weir.node.app.demo;

import java.nio.file.Path;
import java.util.List;

/** What the demo prints once everything runs. */
final class DemoText {
    private DemoText() {}

    static String of(DemoPlan plan, List<Child> nodes, List<Child> backends, Path folder, String token) {
        StringBuilder text = new StringBuilder("\n");
        for (int node = 1; node <= nodes.size(); node++) {
            text.append(String.format(
                    "  %-11s pid %-8d http://127.0.0.1:%d   admin http://127.0.0.1:%d%n",
                    nodes.get(node - 1).name(), nodes.get(node - 1).pid(), plan.dataPort(node), plan.adminPort(node)));
        }
        for (int backend = 1; backend <= backends.size(); backend++) {
            text.append(String.format(
                    "  %-11s pid %-8d http://127.0.0.1:%d%n",
                    backends.get(backend - 1).name(), backends.get(backend - 1).pid(), plan.backendPort(backend)));
        }
        int any = Math.min(2, plan.nodes());
        String one = "127.0.0.1:" + plan.dataPort(1);
        String other = "127.0.0.1:" + plan.dataPort(any);
        text.append("\nIts folder (weir.yaml, certs/, admin-token, NAME.log, NAME.pid) and the admin API's token:\n\n");
        text.append("  DEMO=").append(folder).append('\n');
        text.append("  TOKEN=").append(token).append('\n');
        text.append("\nAll nodes are one gateway; ask any of them:\n\n");
        line(text, "curl -s " + one + "/hello/you", "routing: the backends take turns");
        line(
                text,
                "curl -s --cacert $DEMO/certs/ca.pem https://localhost:" + plan.securePort(any) + "/hello/you",
                "the same over TLS, with a certificate authority of the demo's own");
        line(text, "curl -si " + other + "/orders/v1/7", "a version that is deprecated, and says so");
        line(
                text,
                "for i in 1 2 3 4 5 6 7; do curl -so /dev/null -w '%{http_code} ' " + one + "/limited/x; done",
                "5 a second over all nodes, then 429");
        line(text, "curl -s -H 'X-Session: me' " + other + "/learned/x", "sticky: the same backend, on every node");
        line(
                text,
                "kill -9 $(cat $DEMO/backend-b1.pid); curl -s " + one + "/hello/you",
                "a backend dies; nobody notices");
        line(
                text,
                "curl -s -H \"Authorization: Bearer $TOKEN\" 127.0.0.1:" + plan.adminPort(1) + "/v1/cluster",
                "who is a member, and what each knows");
        text.append("\nCtrl-C stops everything.\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String command, String why) {
        text.append("  ").append(command).append("\n      # ").append(why).append('\n');
    }
}
