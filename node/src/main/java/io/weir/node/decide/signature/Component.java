package io.weir.node.decide.signature;

import io.weir.node.decide.signature.Structured.Bare;
import io.weir.node.decide.signature.Structured.Item;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request is signed (RFC 9421 §2): one derived component or one field.
 *
 * @param name in lower case; derived ones begin with {@code @}
 * @param form how a field's value is taken
 * @param key the member of a dictionary ({@link Form#KEY}), or the name of a query parameter; else empty
 * @param identifier as the signature base has it
 */
record Component(String name, Form form, String key, String identifier) {
    private static final Set<String> DERIVED =
            Set.of("@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query");

    /** How the value of a field is taken (§2.1). */
    enum Form {
        /** Its lines, joined. */
        PLAIN,
        /** {@code sf}: written anew as the structured field that it is. */
        STRICT,
        /** {@code key}: one member of a dictionary. */
        KEY,
        /** {@code bs}: each line as bytes. */
        BYTES
    }

    /**
     * Null for what is no component of a request that can be verified here: {@code @status} and {@code req} are of answers,
     * {@code tr} is of trailers, which come when everything is decided.
     */
    static @Nullable Component of(Item item) {
        if (!item.bare().isString()) {
            return null;
        }
        String name = item.bare().string();
        if (name.startsWith("@")) {
            return derived(name, item);
        }
        return isField(name) ? field(name, item) : null;
    }

    private static @Nullable Component derived(String name, Item item) {
        Map<String, Bare> parameters = item.parameters();
        if (name.equals("@query-param")) {
            Bare parameter = parameters.get("name");
            return parameters.size() == 1 && parameter != null && parameter.isString()
                    ? new Component(name, Form.PLAIN, parameter.string(), item.written())
                    : null;
        }
        return DERIVED.contains(name) && parameters.isEmpty()
                ? new Component(name, Form.PLAIN, "", item.written())
                : null;
    }

    private static boolean isField(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static @Nullable Component field(String name, Item item) {
        Form form = Form.PLAIN;
        String key = "";
        for (Map.Entry<String, Bare> parameter : item.parameters().entrySet()) {
            Form asked = form(parameter.getKey(), parameter.getValue());
            // "sf" beside "key" says nothing that "key" does not; "bs" goes with neither (§2.1.3).
            boolean together = asked == Form.KEY && form == Form.STRICT || asked == Form.STRICT && form == Form.KEY;
            if (asked == null || form != Form.PLAIN && !together) {
                return null;
            }
            form = form == Form.KEY ? Form.KEY : asked;
            key = asked == Form.KEY ? parameter.getValue().string() : key;
        }
        return new Component(name, form, key, item.written());
    }

    private static @Nullable Form form(String parameter, Bare value) {
        return switch (parameter) {
            case "sf" -> value.isTrue() ? Form.STRICT : null;
            case "bs" -> value.isTrue() ? Form.BYTES : null;
            case "key" -> value.isString() ? Form.KEY : null;
            default -> null;
        };
    }

    /** Whether nothing of what it names can be changed without the signature breaking; of digests one that we check is all. */
    boolean isWhole() {
        return form == Form.KEY
                ? name.equals("content-digest") && ContentDigest.isKnown(key)
                : !name.equals("@query-param");
    }
}
