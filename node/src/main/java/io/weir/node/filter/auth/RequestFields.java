package io.weir.node.filter.auth;

import io.weir.config.expression.Expression;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request by their names in lower case; all values of a name with commas between (RFC 9110 §5.3). Reads
 * the head when it is asked. What shows or tells who calls is not there: credentials are nobody's business, and what a
 * client says of itself is not true.
 */
final class RequestFields extends AbstractMap<String, String> {
    private static final FieldName[] SECRET = {
        FieldName.of("authorization"), FieldName.of("proxy-authorization"), FieldName.of("cookie")
    };

    private final RequestHead head;
    private final FieldName[] hidden;

    /** @param hidden further names that are not there */
    RequestFields(RequestHead head, FieldName[] hidden) {
        this.head = head;
        this.hidden = hidden;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable String get(Object key) {
        if (!(key instanceof String name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
            return null;
        }
        FieldName field = FieldName.of(name);
        int first = head.indexOf(field, 0);
        String found = first < 0 || isHidden(first) ? null : head.joined(field, ", ");
        if (found != null && found.length() > Expression.LONGEST_VALUE) {
            throw new IllegalStateException("too long to be looked at"); // which makes the expression unknown
        }
        return found;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            if (!isHidden(i)) {
                String name = head.text(head.nameStart(i), head.nameEnd(i)).toLowerCase(Locale.ROOT);
                all.merge(name, head.text(head.valueStart(i), head.valueEnd(i)), (one, next) -> one + ", " + next);
            }
        }
        return all.entrySet();
    }

    private boolean isHidden(int field) {
        return isOneOf(SECRET, field) || isOneOf(hidden, field);
    }

    private boolean isOneOf(FieldName[] names, int field) {
        for (FieldName name : names) {
            if (name.matches(head.buffer(), head.nameStart(field), head.nameEnd(field))) {
                return true;
            }
        }
        return false;
    }
}
