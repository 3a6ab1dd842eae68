package io.weir.node.decide.auth;

import io.weir.config.model.AccessRule;
import java.util.ArrayList;
import java.util.List;

/** The request has one of the methods. Whoever may GET may HEAD, as in routes (RFC 9110 §9.3.2). */
final class MethodAccess implements Access {
    private final String[] methods;

    MethodAccess(AccessRule.Method rule) {
        List<String> names = new ArrayList<>(rule.names());
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        methods = names.toArray(String[]::new);
    }

    @Override
    public Truth ask(Subject subject) {
        String method = subject.method();
        for (String one : methods) {
            if (one.equals(method)) {
                return Truth.YES;
            }
        }
        return Truth.NO;
    }
}
