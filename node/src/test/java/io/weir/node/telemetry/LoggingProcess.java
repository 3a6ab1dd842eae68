package io.weir.node.telemetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that says a few things in the form of its first argument. */
final class LoggingProcess {
    private LoggingProcess() {}

    public static void main(String[] args) {
        Logging.use(Logging.Form.valueOf(args[0]));
        Logger weir = LoggerFactory.getLogger("io.weir.node.app.Sample");
        weir.info("joined \"{}\"", "the\ncluster");
        weir.debug("not said");
        LoggerFactory.getLogger("org.apache.pekko.cluster.Cluster").info("not said");
        LoggerFactory.getLogger("org.apache.pekko.stream.Materializer").error("not said");
        LoggerFactory.getLogger("io.netty.channel.X").warn("said");
        weir.error("failed", new IllegalStateException("outer", new IllegalArgumentException("root")));
    }
}
