package io.weir.node.filter.validate;

import io.weir.node.filter.Cookies;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one request's parameters, as texts. One use. */
final class RequestValues {
    private final RequestHead head;
    private final ContractPaths.Match match;
    private @Nullable Map<String, List<String>> query;

    RequestValues(RequestHead head, ContractPaths.Match match) {
        this.head = head;
        this.match = match;
    }

    /** Null: an escape is broken, or what is encoded is not UTF-8. Empty: it is not there. */
    @Nullable
    List<String> of(Parameter parameter) {
        return switch (parameter.in()) {
            case PATH -> decoded(raw(match.template().value(match.segments(), parameter.name())), parameter, false);
            case QUERY -> decoded(query(parameter.name()), parameter, true);
            case COOKIE -> decoded(cookies(parameter.name()), parameter, false);
            case HEADER -> fields(parameter);
        };
    }

    private static List<String> raw(@Nullable String text) {
        return text == null ? List.of() : List.of(text);
    }

    /** Two of them when there are more: which one a backend takes nobody knows. */
    private List<String> cookies(String name) {
        String first = Cookies.value(head, name);
        return first != null && Cookies.isRepeated(head, name) ? List.of(first, first) : raw(first);
    }

    /** Commas that are encoded are not between items. */
    private static @Nullable List<String> decoded(List<String> raw, Parameter parameter, boolean plus) {
        List<String> decoded = new ArrayList<>(raw.size());
        boolean apart = parameter.array() && !parameter.exploded();
        if (apart && raw.size() > 1) {
            return null;
        }
        for (String text : raw) {
            for (String item : apart ? text.split(",", -1) : new String[] {text}) {
                String value = EncodedText.decode(item, plus);
                if (value == null) {
                    return null;
                }
                decoded.add(value);
            }
        }
        return decoded;
    }

    private List<String> fields(Parameter parameter) {
        FieldName name = FieldName.of(parameter.name());
        List<String> values = new ArrayList<>();
        for (int i = head.indexOf(name, 0); i >= 0; i = head.indexOf(name, i + 1)) {
            String value = head.text(head.valueStart(i), head.valueEnd(i));
            if (parameter.array()) {
                Arrays.stream(value.split(",", -1)).map(String::strip).forEach(values::add);
            } else {
                values.add(value);
            }
        }
        return values;
    }

    private List<String> query(String name) {
        Map<String, List<String>> known = query;
        if (known == null) {
            known = split(head.text(head.queryStart(), head.queryEnd()));
            query = known;
        }
        return known.getOrDefault(name, List.of());
    }

    private static Map<String, List<String>> split(String text) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = EncodedText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            if (name != null && !pair.isEmpty()) {
                values.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return values;
    }
}
