package io.weir.config.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Adaptation;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.AdaptationRule.Form;
import io.weir.config.model.AdaptationRule.MapValues;
import io.weir.config.model.AdaptationRule.Move;
import io.weir.config.model.AdaptationRule.Word;
import io.weir.config.model.ValuePlace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of adaptations, with random rules and bodies; a seed that fails is in the message. */
final class RandomReturnsTest {
    private static final int ROUNDS = 3_000;

    /** Names of the old version are a to f, of the new one g to l: so rules do not get in each other's way. */
    private static final String[] OLD = {"a", "b", "c", "d", "e", "f"};

    private static final String[] NEW = {"g", "h", "i", "j", "k", "l"};

    @Test
    void whatIsUndoneIsWhatItWas() throws Exception {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<AdaptationRule> there = new ArrayList<>();
            List<AdaptationRule> back = new ArrayList<>();
            rules(random, there, back);
            assertThat(Inverses.undo(there, back)).as("seed %s", seed).isEqualTo(!there.isEmpty());
            Adaptation adaptation = new Adaptation("v2", 1024, there, back, List.of(), List.of(), Optional.empty());
            AdaptationChain chain = AdaptationChain.of(List.of(adaptation));
            JsonNode body = object(random, 0);
            Message request = Message.request("", "", name -> null, body.deepCopy(), false);
            chain.request(request);
            Message answer = Message.answer(200, name -> null, request.body());
            chain.answer(answer);
            assertThat(answer.body()).as("seed %s: %s", seed, there).isEqualTo(body);
            assertThat(new Proof(adaptation).ofReturn()).as("seed %s", seed).isEmpty();
        }
    }

    private static void rules(Random random, List<AdaptationRule> there, List<AdaptationRule> back) {
        String[] bases = {"", "/m/*", "/o"};
        for (int i = 0; i < OLD.length; i++) {
            String base = bases[random.nextInt(bases.length)];
            ValuePlace old = at(base + "/" + OLD[i]);
            ValuePlace young = at(base + "/" + NEW[i]);
            switch (random.nextInt(3)) {
                case 0 -> {
                    there.add(new Move(Word.RENAME, old, young, Form.AS_IS));
                    back.add(0, new Move(Word.MOVE, young, old, Form.AS_IS));
                }
                case 1 -> {
                    there.add(new MapValues(old, Map.of("x", "\"X\"", "y", "\"Y\""), Optional.empty()));
                    back.add(0, new MapValues(old, Map.of("X", "\"x\"", "Y", "\"y\""), Optional.empty()));
                }
                default -> {}
            }
        }
    }

    private static ValuePlace at(String text) {
        return ValuePlace.of(text).orElseThrow();
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name : OLD) {
            if (random.nextBoolean()) {
                object.set(name, value(random, depth));
            }
        }
        if (depth < 2 && random.nextBoolean()) {
            ArrayNode list = object.putArray("m");
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(random.nextInt(5) == 0 ? value(random, depth) : object(random, depth + 1));
            }
        }
        if (depth < 2 && random.nextBoolean()) {
            object.set("o", object(random, depth + 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 2 ? 6 : 8)) {
            case 0 -> nodes.numberNode(random.nextInt());
            case 1 -> nodes.numberNode(new BigDecimal("1.50"));
            case 2 -> nodes.booleanNode(random.nextBoolean());
            case 3 -> nodes.nullNode();
            case 4 -> nodes.textNode(random.nextBoolean() ? "x" : "y");
            case 5 -> nodes.textNode("\u00e4" + random.nextInt(10));
            case 6 -> object(random, depth + 1);
            default -> nodes.arrayNode().add(value(random, depth + 1));
        };
    }
}
