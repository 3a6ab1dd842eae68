package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A form ({@code application/x-www-form-urlencoded}): an object whose members are what its fields stand for.
 *
 * @param members by name; those that are not described are texts
 */
record FormCheck(Map<String, Member> members, BodySchema schema, JsonLimits limits) implements BodyCheck {
    private static final Member TEXT = new Member(false, Set.of("string"));
    private static final Problem BROKEN = Refusals.BAD_BODY.withDetail("The form is not encoded as it should be");
    private static final Problem TOO_LARGE = Refusals.BAD_BODY.withDetail("The form has more than it may have");

    /**
     * A field of the form.
     *
     * @param array it may be there any number of times
     * @param types of its value, or of its items
     */
    record Member(boolean array, Set<String> types) {}

    @Override
    public @Nullable Problem check(byte[] body, long mostSteps) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            Problem problem = end == start ? null : add(form, text.substring(start, end));
            if (problem != null) {
                return problem;
            }
            start = end + 1;
        }
        return JsonCheck.hold(form, schema, mostSteps);
    }

    private @Nullable Problem add(ObjectNode form, String pair) {
        int equals = pair.indexOf('=');
        String name = EncodedText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = equals < 0 ? "" : EncodedText.decode(pair.substring(equals + 1), true);
        if (name == null || value == null) {
            return BROKEN;
        }
        boolean large = name.length() > limits.name() || value.length() > limits.string();
        if (large || form.size() >= limits.members() && !form.has(name)) {
            return TOO_LARGE;
        }
        Member member = members.getOrDefault(name, TEXT);
        List<JsonNode> candidates = TextValue.candidates(value, member.types());
        return put(form, name, candidates.get(0), member.array());
    }

    /** What is there twice without being an array is an array nevertheless, and no good for the schema. */
    private @Nullable Problem put(ObjectNode form, String name, JsonNode value, boolean array) {
        JsonNode known = form.get(name);
        if (known instanceof ArrayNode items) {
            items.add(value);
            return items.size() > limits.items() ? TOO_LARGE : null;
        }
        if (known != null) {
            form.putArray(name).add(known).add(value);
        } else if (array) {
            form.putArray(name).add(value);
        } else {
            form.set(name, value);
        }
        return null;
    }
}
