package io.weir.node.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/** A small JSON object that came with a request. What it does not know is an error, as in the document. */
final class JsonBody {
    private static final long MOST_BYTES = 64 * 1024;
    private static final Duration LONGEST = Duration.ofDays(3660);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /** Completes exceptionally with a {@link Refusal} when it is too large, not an object, or has unknown fields. */
    static CompletionStage<JsonBody> read(Call call, ActorSystem<?> system, String... fields) {
        return read(call, system, MOST_BYTES, fields);
    }

    /** The same for a body of another size. */
    static CompletionStage<JsonBody> read(Call call, ActorSystem<?> system, long most, String... fields) {
        String type = call.request().entity().getContentType().mediaType().toString();
        if (!type.equals("application/json")) {
            throw new Refusal(Refusal.of(
                            415, "unsupported-media-type", "The body is not JSON", "\"" + type + "\" is not read here.")
                    .report()
                    .at("Content-Type", "application/json"));
        }
        return DocumentBody.read(call.request(), system, most).thenApply(text -> parse(text, List.of(fields)));
    }

    static JsonBody parse(String text, List<String> fields) {
        String expected = "a JSON object with " + String.join(", ", fields);
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("body", "The body is no JSON.", expected);
        }
        if (!node.isObject()) {
            throw Refusal.badRequest("body", "The body is no JSON object.", expected);
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw Refusal.badRequest("body", "It has a field that is not known.", expected);
            }
        });
        return new JsonBody(node);
    }

    /** Text without control characters, of 1 to {@code most} characters. */
    String text(String field, int most, String expected) {
        return optional(field, most, expected)
                .orElseThrow(() -> Refusal.badRequest(field, "The field is missing.", expected));
    }

    Optional<String> optional(String field, int most, String expected) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        String text = value.isTextual() ? value.textValue() : "";
        if (text.isEmpty() || text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.badRequest(
                    field, "It is not a text of 1 to " + most + " characters without control characters.", expected);
        }
        return Optional.of(text);
    }

    /** Text of several lines. */
    String lines(String field, int most, String expected) {
        JsonNode value = object.path(field);
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > most) {
            throw Refusal.badRequest(field, "It is not a text of 1 to " + most + " characters.", expected);
        }
        return value.textValue();
    }

    /** A time in the next ten years. */
    Optional<Instant> future(String field, Instant now) {
        String expected = "a time to come within ten years, e.g. 2027-01-31T00:00:00Z";
        return optional(field, 64, expected).map(text -> {
            try {
                Instant time = OffsetDateTime.parse(text).toInstant();
                if (time.isAfter(now) && time.isBefore(now.plus(LONGEST))) {
                    return time;
                }
            } catch (DateTimeParseException e) {
                // Said below.
            }
            throw Refusal.badRequest(field, "It is not such a time.", expected);
        });
    }
}
