package io.weir.node.control.membership;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The addresses that a DNS name stands for. */
final class DnsNames {
    private final String name;
    private final Executor blocking;

    DnsNames(String name, Executor blocking) {
        this.name = name;
        this.blocking = blocking;
    }

    /** Lowest first; empty while the name does not exist. */
    CompletionStage<List<InetAddress>> lookup() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Arrays.stream(InetAddress.getAllByName(name))
                                .distinct()
                                .sorted(Comparator.comparing(
                                        InetAddress::getAddress,
                                        Comparator.<byte[]>comparingInt(bytes -> bytes.length)
                                                .thenComparing(Arrays::compareUnsigned)))
                                .toList();
                    } catch (UnknownHostException e) {
                        return List.of();
                    }
                },
                blocking);
    }

    @Override
    public String toString() {
        return name;
    }
}
