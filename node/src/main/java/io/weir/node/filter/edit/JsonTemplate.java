package io.weir.node.filter.edit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.Template;
import io.weir.config.parse.TemplateText;
import io.weir.node.filter.rewrite.Filling;
import io.weir.node.filter.rewrite.Landing;
import io.weir.node.filter.rewrite.UnfitValue;
import io.weir.node.state.FilterContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of JSON whose texts are templates, compiled. What is missing is left out of what holds it. Immutable. */
abstract class JsonTemplate {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Null when it is missing as a whole. The result may be shared: it is not to be modified. */
    abstract @Nullable JsonNode fill(FilterContext exchange);

    /** @param json as the document has it: valid, and so are its templates */
    static JsonTemplate of(String json) {
        try {
            return of(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + json, e);
        }
    }

    private static JsonTemplate of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, JsonTemplate> members = new LinkedHashMap<>();
            object.properties().forEach(entry -> members.put(entry.getKey(), of(entry.getValue())));
            return members.values().stream().allMatch(Constant.class::isInstance)
                    ? new Constant(fixed(object, members))
                    : new Members(members);
        }
        if (node instanceof ArrayNode array) {
            List<JsonTemplate> items = new ArrayList<>();
            array.forEach(item -> items.add(of(item)));
            return new Items(items);
        }
        return node.isTextual() ? text(node.textValue()) : new Constant(number(node));
    }

    private static JsonNode fixed(ObjectNode object, Map<String, JsonTemplate> members) {
        ObjectNode copy = object.objectNode();
        members.forEach((name, member) -> copy.set(name, ((Constant) member).node));
        return copy;
    }

    /** Trees have no other kinds of numbers. */
    private static JsonNode number(JsonNode node) {
        return node instanceof BigIntegerNode large
                ? DecimalNode.valueOf(new BigDecimal(large.bigIntegerValue()))
                : node;
    }

    private static JsonTemplate text(String text) {
        Template template = TemplateText.of(text);
        boolean plain = template.variables().findAny().isEmpty();
        Filling filling = Filling.of(template, Landing.TEXT);
        return plain ? new Constant(TextNode.valueOf(plain(template))) : new Filled(filling);
    }

    private static String plain(Template template) {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            text.append(((Template.Text) part).text());
        }
        return text.toString();
    }

    private static final class Constant extends JsonTemplate {
        private final JsonNode node;

        Constant(JsonNode node) {
            this.node = node;
        }

        @Override
        JsonNode fill(FilterContext exchange) {
            return node;
        }
    }

    private static final class Filled extends JsonTemplate {
        private final Filling filling;

        Filled(Filling filling) {
            this.filling = filling;
        }

        @Override
        @Nullable
        JsonNode fill(FilterContext exchange) {
            try {
                String text = filling.fill(exchange);
                return text == null ? null : TextNode.valueOf(text);
            } catch (UnfitValue e) {
                throw new IllegalStateException("any text can stand in JSON", e);
            }
        }
    }

    private static final class Members extends JsonTemplate {
        private final Map<String, JsonTemplate> members;

        Members(Map<String, JsonTemplate> members) {
            this.members = members;
        }

        @Override
        JsonNode fill(FilterContext exchange) {
            ObjectNode object = NODES.objectNode();
            members.forEach((name, member) -> {
                JsonNode value = member.fill(exchange);
                if (value != null) {
                    object.set(name, value);
                }
            });
            return object;
        }
    }

    private static final class Items extends JsonTemplate {
        private final List<JsonTemplate> items;

        Items(List<JsonTemplate> items) {
            this.items = items;
        }

        @Override
        JsonNode fill(FilterContext exchange) {
            ArrayNode array = NODES.arrayNode();
            for (JsonTemplate item : items) {
                JsonNode value = item.fill(exchange);
                if (value != null) {
                    array.add(value);
                }
            }
            return array;
        }
    }
}
