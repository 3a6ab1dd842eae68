package io.weir.config.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.Map;

/** What kind of value each of {@link Variables} has. Apart from them, because it loads CEL: who uses none pays nothing. */
final class VariableTypes {
    private static final CelType TEXTS = ListType.create(SimpleType.STRING);

    /** By name. */
    static final Map<String, CelType> ALL = Map.ofEntries(
            Map.entry(Variables.METHOD, SimpleType.STRING),
            Map.entry(Variables.HOST, SimpleType.STRING),
            Map.entry(Variables.PATH, SimpleType.STRING),
            Map.entry(Variables.HEADERS, MapType.create(SimpleType.STRING, SimpleType.STRING)),
            Map.entry(Variables.SECURE, SimpleType.BOOL),
            Map.entry(Variables.ROUTE, SimpleType.STRING),
            Map.entry(Variables.ADDRESS, SimpleType.STRING),
            Map.entry(Variables.CONSUMER, SimpleType.STRING),
            Map.entry(Variables.GROUPS, TEXTS),
            Map.entry(Variables.PLAN, SimpleType.STRING),
            Map.entry(Variables.SCOPES, TEXTS),
            Map.entry(Variables.CLAIMS, MapType.create(SimpleType.STRING, SimpleType.DYN)),
            Map.entry(Variables.CREDENTIAL, SimpleType.STRING),
            Map.entry(Variables.CERTIFICATE_NAMES, TEXTS),
            Map.entry(Variables.CERTIFICATE_SUBJECT, SimpleType.STRING),
            Map.entry(Variables.CERTIFICATE_ISSUER, SimpleType.STRING));

    private VariableTypes() {}
}
