package io.weir.config.parse;

import io.weir.config.model.HostPort;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The document's quantities, for node settings, which write them alike. */
public final class Quantities {
    private Quantities() {}

    /** {@code 300ms}, {@code 5s}, {@code 1m}. */
    public static Optional<Duration> duration(String text) {
        return Units.duration(text);
    }

    /** Bytes: {@code 100MiB}. */
    public static OptionalLong size(String text) {
        return Units.size(text);
    }

    /** {@code host:port} or {@code [IPv6]:port}; port 0 is one. */
    public static Optional<HostPort> hostPort(String text) {
        return Terms.hostPort(text, 0);
    }

    /** A host or an address; IPv6 with or without brackets. Answers it without them. */
    public static Optional<String> host(String text) {
        String bracketed = text.indexOf(':') >= 0 && !text.startsWith("[") ? "[" + text + "]" : text;
        return Terms.hostPort(bracketed + ":0", 0).map(HostPort::host);
    }

    /** What names may look like. */
    public static Optional<String> name(String text) {
        return Terms.name(text);
    }
}
