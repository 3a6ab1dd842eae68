package io.weir.config.parse;

import io.weir.config.model.Adaptation;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.AdaptationRule.Form;
import io.weir.config.model.AdaptationRule.Word;
import io.weir.config.model.ValuePlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Adaptations with rules of all kinds. */
final class RandomAdaptations {
    private RandomAdaptations() {}

    static Adaptation any(String from, Random random) {
        List<AdaptationRule> request = new ArrayList<>(List.of(
                new AdaptationRule.Path("/{id}/lines/**", "/{id}/items/**"),
                new AdaptationRule.Move(Word.RENAME, at("/customer"), at("/customerId"), Form.AS_IS),
                new AdaptationRule.Move(Word.MOVE, at("query:page"), at("/paging/page"), Form.NUMBER),
                new AdaptationRule.Move(Word.COPY, at("/tenant"), at("header:X-Tenant"), Form.TEXT),
                new AdaptationRule.MapValues(
                        at("/items/*/state"), Map.of("open", "\"OPEN\""), Optional.of("{\"a\":[1,null,\"x\"]}")),
                new AdaptationRule.SetValue(at("query:v"), "2")));
        List<AdaptationRule> response = new ArrayList<>(List.of(
                new AdaptationRule.Drop(List.of(at("/links"))),
                new AdaptationRule.Drop(List.of(at("/a~1b"), at("header:X-Debug"))),
                new AdaptationRule.Compute(at("/name"), "{/first} {{x}} {/last}"),
                new AdaptationRule.Default(at("/items/*/tags"), "[]"),
                new AdaptationRule.Convert(at("/id"), Form.TEXT),
                new AdaptationRule.Status(Map.of(200, 201, 202, 200))));
        Collections.shuffle(request, random);
        Collections.shuffle(response, random);
        boolean file = random.nextInt(3) == 0;
        List<Adaptation.Example> examples = !file && random.nextBoolean()
                ? List.of(new Adaptation.Example(418, "{\"x\":1}", "{\"x\":1}"))
                : List.of();
        return new Adaptation(
                from,
                random.nextBoolean() ? Adaptation.BODY_BYTES : 4096,
                request.subList(0, random.nextInt(request.size())),
                response.subList(0, random.nextInt(response.size())),
                List.of(),
                examples,
                file ? Optional.of("file:examples.yaml") : Optional.empty());
    }

    private static ValuePlace at(String text) {
        return ValuePlace.of(text).orElseThrow();
    }
}
