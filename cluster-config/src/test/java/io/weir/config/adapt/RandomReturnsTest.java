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

    /** Whatever rules say and bodies are: it is done, or refused with a reason. */
    @Test
    void noRuleAndNoBodyDoAnythingElse() {
        int refused = 0;
        int done = 0;
        for (int seed = 0; seed < 4 * ROUNDS; seed++) {
            Random random = new Random(seed);
            List<AdaptationRule> rules = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                rules.add(anyRule(random));
            }
            AdaptationChain chain = AdaptationChain.of(
                    List.of(new Adaptation("v2", 1024, rules, List.of(), List.of(), List.of(), Optional.empty())));
            JsonNode body = random.nextInt(4) == 0 ? value(random, 0) : object(random, 0);
            Message message = Message.request("/x/7", "a=1&b=%zz&a=2", name -> "h", body, true);
            try {
                chain.request(message);
                JsonBody.bytes(message.body() == null ? body : message.body());
                done++;
            } catch (NotAdaptable e) {
                assertThat(e.reason()).as("seed %s", seed).isNotBlank();
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + rules + " on " + body, e);
            }
        }
        assertThat(done).isGreaterThan(ROUNDS);
        assertThat(refused).isGreaterThan(ROUNDS / 10);
    }

    private static AdaptationRule anyRule(Random random) {
        Form form = List.of(Form.AS_IS, Form.AS_IS, Form.TEXT, Form.NUMBER, Form.BOOLEAN)
                .get(random.nextInt(5));
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> move(random, form);
            case 3 -> new AdaptationRule.Default(anyPointer(random), "{\"z\":[1]}");
            case 4 -> new AdaptationRule.SetValue(anyPointer(random), "\"s\"");
            case 5 -> new AdaptationRule.Drop(List.of(anyPointer(random), at("query:a"), anyPointer(random)));
            case 6 -> new MapValues(anyPointer(random), Map.of("x", "[1]"), Optional.of("{}"));
            case 7 -> new AdaptationRule.Compute(at("/" + pick(random, NEW)), "{/a}-{query:b}-{header:X}");
            default -> new AdaptationRule.Convert(anyPointer(random), form == Form.AS_IS ? Form.TEXT : form);
        };
    }

    /** Of those that documents may have: see {@code AdaptationRuleReader}. */
    private static AdaptationRule move(Random random, Form form) {
        String base = pick(random, "", "/m/*", "/o", "/m/*/m/*", "/a/*", "/m/0");
        ValuePlace from = at(base + "/" + pick(random, OLD));
        return switch (random.nextInt(5)) {
            case 0 -> new Move(Word.MOVE, at("/" + pick(random, OLD)), at("query:b"), form);
            case 1 -> new Move(Word.MOVE, at("query:a"), at("/o/" + pick(random, NEW)), form);
            case 2 -> new Move(Word.COPY, at("/" + pick(random, OLD)), at("/m/*/" + pick(random, NEW)), form);
            case 3 ->
                base.endsWith("*")
                        ? new Move(Word.MOVE, at(base), at(base + "/k"), form)
                        : new Move(Word.MOVE, at(""), at("/k"), form);
            default -> new Move(Word.MOVE, from, at(base + "/" + pick(random, NEW) + pick(random, "", "/y/z")), form);
        };
    }

    private static ValuePlace anyPointer(Random random) {
        return at(pick(random, "", "/m/*", "/o", "/m/*/m/*", "/m/1", "/*") + "/"
                + pick(random, "a", "b", "m", "o", "0", "*"));
    }

    private static String pick(Random random, String... words) {
        return words[random.nextInt(words.length)];
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
