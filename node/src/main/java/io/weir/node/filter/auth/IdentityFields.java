package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Policy;
import io.weir.node.decide.auth.FieldTexts;
import io.weir.node.state.ConsumerPlan;
import io.weir.protocol.http.FieldName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields that tell a backend who calls. From outside they are never let through, on no route of a document that has an
 * authenticate policy; nor is one that differs by {@code _} instead of {@code -}, because many backends cannot tell them
 * apart.
 */
public final class IdentityFields {
    private static final List<String> ALWAYS = List.of("X-Consumer-Name", "X-Consumer-Groups", "X-Consumer-Plan");

    private IdentityFields() {}

    /** All of them; none when nobody is ever identified. */
    public static FieldName[] of(GatewayDocument document) {
        List<String> names = new ArrayList<>();
        for (Policy policy : document.policies()) {
            if (policy instanceof Policy.Authenticate authenticate) {
                names.addAll(ALWAYS);
                names.addAll(authenticate.forward().keySet());
                authenticate.requirement().credentials().forEach(credential -> names.addAll(toldBy(credential)));
            }
        }
        return names.stream().distinct().map(FieldName::loose).toArray(FieldName[]::new);
    }

    /** What a decider tells backends, but for what clients may well send themselves: credentials. */
    private static List<String> toldBy(Credential credential) {
        return credential instanceof Credential.ForwardAuth forward
                ? forward.responseFields().stream()
                        .filter(name -> forward.requestFields().stream().noneMatch(name::equalsIgnoreCase))
                        .filter(name -> !name.equalsIgnoreCase("Authorization") && !name.equalsIgnoreCase("Cookie"))
                        .toList()
                : List.of();
    }

    /** The ready lines that every backend gets about an identified consumer. */
    static byte[] lines(ConsumerPlan consumer) {
        StringBuilder lines = new StringBuilder();
        append(lines, ALWAYS.get(0), FieldTexts.value(consumer.name()));
        if (!consumer.groups().isEmpty()) {
            append(lines, ALWAYS.get(1), FieldTexts.list(consumer.groups()));
        }
        if (!consumer.plan().isEmpty()) {
            append(lines, ALWAYS.get(2), FieldTexts.value(consumer.plan()));
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(StringBuilder lines, String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
    }
}
