package io.weir.config.parse;

import io.weir.config.model.Policy;
import io.weir.config.model.Protection;
import java.util.List;
import java.util.Optional;

/** Reads the policies that protect: one of {@link #KINDS}. */
final class ProtectionReader {
    static final List<String> KINDS = List.of("address", "request-limits");
    private static final String NETWORKS = Terms.NETWORK + ", or file:PATH of a list of them";

    private ProtectionReader() {}

    /** Empty when the policy is none of these. */
    static Optional<Policy> read(String name, Fields fields) {
        Optional<Policy> address = fields.child("address", "a mapping such as { allow: [10.0.0.0/8] }")
                .map(policy -> address(name, policy));
        Optional<Policy> limits = fields.child("request-limits", "a mapping such as { body: 1MiB }")
                .map(policy -> RequestLimitsReader.read(name, policy));
        return address.or(() -> limits);
    }

    private static Policy address(String name, Fields fields) {
        List<String> allow = fields.words("allow", NETWORKS, ProtectionReader::networks);
        List<String> deny = fields.words("deny", NETWORKS, ProtectionReader::networks);
        fields.end();
        if (!fields.has("allow") && !fields.has("deny")) {
            fields.reading().mistakes().add(fields.place(), "has neither allow nor deny", "at least one of them");
        }
        for (String field : List.of("allow", "deny")) {
            if (fields.tree(field) instanceof Tree.Sequence list && list.items().isEmpty()) {
                fields.mistake(field, "is empty", "at least one network, or no field");
            }
        }
        return new Protection.Address(name, allow, deny);
    }

    private static Optional<String> networks(String text) {
        boolean file = text.startsWith("file:");
        return file ? Terms.secretRef(text).map(Object::toString) : Terms.network(text);
    }
}
