package io.weir.node.app.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir demo-backend}: one backend, until it is ended. */
@Command(
        name = "demo-backend",
        description = "A small backend that names itself in its answers.",
        mixinStandardHelpOptions = true)
public final class DemoBackendCommand implements Callable<Integer> {
    @Option(names = "--name", paramLabel = "NAME", description = "What it calls itself. Default: ${DEFAULT-VALUE}")
    private String name = "b1";

    @Option(names = "--address", paramLabel = "ADDRESS", description = "Default: ${DEFAULT-VALUE}")
    private String address = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}")
    private int port = 9101;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoBackend backend = DemoBackend.start(name, new InetSocketAddress(address, port));
        System.out.println("backend " + name + " on " + address + ":" + backend.port());
        new CountDownLatch(1).await();
        return 0;
    }
}
