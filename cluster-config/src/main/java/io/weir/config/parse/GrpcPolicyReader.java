package io.weir.config.parse;

import io.weir.config.model.GrpcPolicy;
import io.weir.config.model.Policy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the policies {@code transcode} and {@code grpc-web}, and how they are written. */
final class GrpcPolicyReader {
    static final List<String> KINDS = List.of("transcode", "grpc-web");

    private static final String EXAMPLE =
            "a mapping such as { descriptors: \"file:greeter.pb\", services: [demo.Greeter] }";
    private static final String FILE = "file:PATH of a descriptor set";
    private static final String SERVICE = "the full name of a service such as demo.Greeter";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final int LEAST = 1024;
    private static final int MOST = 64 * 1024 * 1024;

    private GrpcPolicyReader() {}

    /** Empty when the policy is none of these. */
    static Optional<Policy> read(String name, Fields fields) {
        Optional<Policy> transcode = fields.child("transcode", EXAMPLE).map(policy -> transcode(name, policy));
        Optional<Policy> web =
                fields.child("grpc-web", "a mapping, {} with the defaults").map(policy -> web(name, policy));
        return transcode.or(() -> web);
    }

    private static Policy transcode(String name, Fields fields) {
        String descriptors = fields.required("descriptors", GrpcPolicyReader::file, FILE, "file:");
        if (!fields.has("services") || fields.isEmptyList("services")) {
            fields.missing("services", "at least one service");
        }
        GrpcPolicy.Transcode transcode = new GrpcPolicy.Transcode(
                name,
                descriptors,
                fields.words("services", SERVICE, text -> Optional.of(text)
                        .filter(word -> NAME.matcher(word).matches())),
                fields.value("unknown-fields", GrpcPolicyReader::ignores, "refuse or ignore")
                        .orElse(false),
                messageBytes(fields));
        fields.end();
        if (transcode.services().stream().distinct().count()
                != transcode.services().size()) {
            fields.mistake("services", "has a service twice", "each once");
        }
        return transcode;
    }

    private static Policy web(String name, Fields fields) {
        GrpcPolicy.Web web = new GrpcPolicy.Web(name, messageBytes(fields));
        fields.end();
        return web;
    }

    private static int messageBytes(Fields fields) {
        return (int) Numbers.size(fields, "max-message", GrpcPolicy.MESSAGE_BYTES, LEAST, MOST);
    }

    private static Optional<String> file(String text) {
        return Optional.of(text)
                .filter(word ->
                        word.startsWith("file:") && Terms.secretRef(word).isPresent());
    }

    private static Optional<Boolean> ignores(String text) {
        return switch (text) {
            case "ignore" -> Optional.of(true);
            case "refuse" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Puts the rule's one field into {@code policy}. */
    static void put(Shape policy, GrpcPolicy grpc) {
        if (grpc instanceof GrpcPolicy.Transcode transcode) {
            Shape rule = new Shape()
                    .put("descriptors", transcode.descriptors())
                    .putWords("services", transcode.services())
                    .putUnless("unknown-fields", transcode.ignoresUnknown(), false, yes -> "ignore");
            policy.put("transcode", most(rule, transcode.messageBytes()).fields());
        } else if (grpc instanceof GrpcPolicy.Web web) {
            policy.put("grpc-web", most(new Shape(), web.messageBytes()).fields());
        } else {
            throw new IllegalStateException("no way to write " + grpc);
        }
    }

    private static Shape most(Shape rule, int messageBytes) {
        return rule.putUnless("max-message", (long) messageBytes, (long) GrpcPolicy.MESSAGE_BYTES, Units::size);
    }
}
