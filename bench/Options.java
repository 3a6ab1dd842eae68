import java.nio.file.Path;

/** What was asked for. */
record Options(String kind, int rounds, int seconds, boolean quick, String date, Path root, Path home) {
    private static final String USAGE =
            """
            usage: weir bench [plain|full|all|baseline|tls|auth|h2|websocket|cache] [--quick] [--rounds N] [--seconds N]
              plain, full, all   requests in plain text, as a mere proxy and with what a gateway is for
              baseline           the same without Weir
              tls                HTTPS: kept connections, handshakes, memory of idle connections
              auth               what policies that identify the caller cost
              h2                 HTTP/2 over TLS to HTTP/1.1, and gRPC calls
              websocket          10,000 open WebSockets that do nothing: memory and CPU
              cache              answers from the store, beside nginx and Varnish""";

    static Options read(String[] args) {
        String kind = "all";
        int rounds = 0;
        int seconds = 0;
        boolean quick = false;
        String date = "undated";
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "plain", "full", "all", "baseline", "tls", "auth", "h2", "websocket", "cache" -> kind = args[i];
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--seconds" -> seconds = Integer.parseInt(args[++i]);
                case "--date" -> date = args[++i];
                default -> {
                    System.err.println(USAGE);
                    System.exit(2);
                }
            }
        }
        Path root = Path.of(System.getProperty("weir.root", ".")).toAbsolutePath();
        Path home = Path.of(System.getProperty("weir.home", ".")).toAbsolutePath();
        return new Options(
                kind,
                rounds > 0 ? rounds : quick ? 2 : 3,
                seconds > 0 ? seconds : quick ? 2 : 5,
                quick,
                date,
                root,
                home);
    }
}
