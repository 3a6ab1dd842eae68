package io.weir.config.parse;

import io.weir.config.model.RewritePolicy;
import io.weir.config.model.RewritePolicy.AnswerEdits;
import io.weir.config.model.RewritePolicy.RequestEdits;
import io.weir.config.model.RewritePolicy.Statuses;
import io.weir.config.model.RewritePolicy.TemplateEdits;
import io.weir.config.model.Template;
import io.weir.config.model.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Policies {@code rewrite} from a seed. */
final class RandomRewrites {
    private static final String[] TEXTS = {"a", "{", "}}", "{x}", ": # b", "null", "'q'", "%7B|"};
    private static final String[] DEFAULTS = {"", "1", "a|b", "null", "\""};

    private final Random random;

    RandomRewrites(Random random) {
        this.random = random;
    }

    RewritePolicy policy(String name) {
        List<AnswerEdits> answers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            answers.add(new AnswerEdits(
                    random.nextBoolean() ? List.of() : List.of(new Statuses(404, 404), new Statuses(500, 599)),
                    Optional.of(200 + random.nextInt(6)),
                    edits(true)));
        }
        Template path = new Template(List.of(
                new Template.Text("/a/"),
                new Template.Filled(new Variable(Variable.Kind.QUERY, "x"), Optional.of("y")),
                new Template.Text(".json")));
        RequestEdits request = new RequestEdits(
                Optional.of("POST").filter(any -> random.nextBoolean()),
                Optional.of(path).filter(any -> answers.isEmpty() || random.nextBoolean()),
                edits(false),
                edits(false));
        return new RewritePolicy(name, request, answers);
    }

    private TemplateEdits edits(boolean ofAnswer) {
        return random.nextInt(3) == 0
                ? TemplateEdits.NONE
                : new TemplateEdits(
                        List.of("a", "b"),
                        Map.of("c", "d", "d", "e"),
                        Map.of("f", template(ofAnswer), "g", template(ofAnswer)),
                        Map.of("f", template(ofAnswer)));
    }

    private Template template(boolean ofAnswer) {
        List<Template.Part> parts = new ArrayList<>();
        parts.add(new Template.Text(TEXTS[random.nextInt(TEXTS.length)]));
        Variable variable = ofAnswer
                ? new Variable(Variable.Kind.RESPONSE_HEADER, "etag")
                : new Variable(Variable.Kind.REQUEST_HEADER, "x-a");
        parts.add(new Template.Filled(
                variable, Optional.of(DEFAULTS[random.nextInt(DEFAULTS.length)]).filter(any -> random.nextBoolean())));
        parts.add(new Template.Filled(new Variable(Variable.Kind.CLIENT_ADDRESS, ""), Optional.empty()));
        return new Template(parts);
    }
}
