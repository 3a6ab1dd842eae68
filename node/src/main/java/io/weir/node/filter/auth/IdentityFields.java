package io.weir.node.filter.auth;

import io.weir.protocol.http.FieldName;
import java.util.List;

/** The fields that tell a backend who calls. From outside they are never let through. */
public final class IdentityFields {
    static final FieldName NAME = FieldName.of("x-consumer-name");
    static final FieldName GROUPS = FieldName.of("x-consumer-groups");
    public static final List<String> ALL = List.of("X-Consumer-Name", "X-Consumer-Groups");

    private IdentityFields() {}
}
