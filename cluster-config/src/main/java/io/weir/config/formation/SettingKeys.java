package io.weir.config.formation;

import io.weir.config.parse.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every setting there is, and what it is called in the environment. */
final class SettingKeys {
    static final List<String> ALL = List.of(
            "weir.profile",
            "weir.transport",
            "weir.node.name",
            "weir.node.data-dir",
            "weir.node.port-offset",
            "weir.node.document",
            "weir.admin.address",
            "weir.admin.port",
            "weir.admin.token-file",
            "weir.admin.hosts",
            "weir.admin.allow-plaintext",
            "weir.admin.tls.certificate",
            "weir.admin.tls.key",
            "weir.admin.tls.trust",
            "weir.admin.tls.required",
            "weir.admin.tls.viewers",
            "weir.admin.tls.operators",
            "weir.admin.tls.admins",
            "weir.admin.oidc.issuer",
            "weir.admin.oidc.audience",
            "weir.admin.oidc.jwks",
            "weir.admin.oidc.trust",
            "weir.admin.oidc.name-claim",
            "weir.admin.oidc.role-claim",
            "weir.admin.oidc.viewers",
            "weir.admin.oidc.operators",
            "weir.admin.oidc.admins",
            "weir.cluster.address",
            "weir.cluster.port",
            "weir.cluster.peer-port",
            "weir.cluster.seeds",
            "weir.cluster.discovery.service",
            "weir.cluster.discovery.form-after",
            "weir.cluster.tls.certificate",
            "weir.cluster.tls.key",
            "weir.cluster.tls.trust",
            "weir.cluster.tls.allow-plaintext",
            "weir.cluster.secret-file",
            "weir.access-log.to",
            "weir.access-log.rotate",
            "weir.access-log.keep",
            "weir.shutdown.grace");

    private static final Map<String, String> BY_VARIABLE =
            ALL.stream().collect(Collectors.toMap(SettingKeys::variable, Function.identity()));

    private SettingKeys() {}

    /** {@code weir.node.data-dir} is {@code WEIR_NODE_DATA_DIR}: capitals, dots and dashes become underscores. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * The settings in an environment. A variable that is a slip away from one of ours is a problem; other {@code WEIR_}
     * variables are not ours to judge (Kubernetes makes some for a service called weir, launchers have their own).
     */
    static Map<String, String> fromEnvironment(Map<String, String> environment, List<String> problems) {
        Map<String, String> settings = new java.util.TreeMap<>();
        environment.forEach((variable, value) -> {
            String key = BY_VARIABLE.get(variable);
            if (key != null) {
                settings.put(key, value);
            } else if (variable.startsWith("WEIR_")) {
                Suggestion.nearest(variable, BY_VARIABLE.keySet())
                        .ifPresent(near -> problems.add("environment variable " + variable
                                + ": is not a known setting; did you mean " + near + "?"));
            }
        });
        return settings;
    }
}
