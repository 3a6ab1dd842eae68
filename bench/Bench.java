/**
 * {@code ./weir bench [plain|full|all|baseline|tls|auth|h2|websocket|cache] [--quick] [--rounds N] [--seconds N]}: Weir beside nginx and
 * HAProxy.
 *
 * <p>All run at the same time, in front of the same backend; rounds alternate between them, so that whatever else the
 * machine does meets all alike. What counts is CPU (user and system time of all of a proxy's processes, from /proc):
 * requests per second on a machine that also runs the load generator and the backend say less. Only loopback is used. The
 * launcher compiles these files with the libraries of the node, of which the load generator for handshakes is made.
 */
final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.read(args);
        switch (options.kind()) {
            case "tls" -> new TlsBench(options).run();
            case "h2" -> new H2Bench(options).run();
            case "websocket" -> new WebSocketBench(options).run();
            case "cache" -> new CacheBench(options).run();
            case "auth" -> new AuthBench(options).run();
            default -> new PlainBench(options).run();
        }
    }
}
