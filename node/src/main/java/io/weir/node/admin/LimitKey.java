package io.weir.node.admin;

import io.weir.config.model.Consumer;
import io.weir.config.model.RequestKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns what a person writes into the bytes that requests are counted under. */
final class LimitKey {
    /** Only what can be an address, so that no name is ever looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private LimitKey() {}

    static byte[] bytes(RequestKey key, String text, List<Consumer> consumers) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return switch (key.kind()) {
            case HEADER, QUERY, PATH, CLAIM, ROUTE -> plain;
            case ADDRESS ->
                address(text)
                        .orElseThrow(() -> Refusal.badRequest(
                                "key", "\"" + text + "\" is no address.", "an IPv4 or IPv6 address"));
            // Somebody who is not identified is counted by the address.
            case CONSUMER ->
                consumers.stream().anyMatch(consumer -> consumer.name().equals(text))
                        ? plain
                        : address(text)
                                .orElseThrow(() -> Refusal.notFound(
                                        "key",
                                        "There is no consumer \"" + text + "\".",
                                        "a consumer's name, or the address of somebody unidentified"));
        };
    }

    /** Four or sixteen bytes. */
    private static Optional<byte[]> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
