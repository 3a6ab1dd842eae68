package io.weir.config.parse;

import io.weir.config.model.BodySteps;
import io.weir.config.model.BodySteps.Edit;
import io.weir.config.model.BodySteps.Step;
import io.weir.config.model.RewritePolicy.Statuses;
import io.weir.config.model.Template;
import io.weir.config.model.Transform;
import io.weir.config.model.Variable;
import io.weir.config.projection.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code body} of a transform's request or response, and how it is written. */
final class BodyStepsReader {
    private static final String STEPS = "a list of patch, merge and project";
    private static final String STEP = "a mapping such as { merge: { debug: null } }";
    private static final List<String> KINDS = List.of("patch", "merge", "project");

    /** What is done with answers of which nothing is said: errors look otherwise. */
    private static final List<Statuses> GOOD = List.of(new Statuses(200, 299));

    private BodyStepsReader() {}

    /** Empty when there are none. */
    static Optional<BodySteps> read(Fields fields, boolean ofAnswer) {
        if (!fields.has("body")) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        fields.items("body", STEPS, (item, at) -> step(Fields.of(fields.reading(), item, at, STEP), ofAnswer))
                .forEach(step -> step.ifPresent(steps::add));
        if (fields.isEmptyList("body")) {
            fields.mistake("body", "is empty", "at least one step");
        }
        return Optional.of(new BodySteps(steps));
    }

    private static Optional<Step> step(Fields fields, boolean ofAnswer) {
        Optional<Edit> patch = PatchReader.read(fields);
        Optional<Edit> merge = merge(fields);
        Optional<Edit> project =
                fields.value("project", Terms::any, "an expression in JSONata").map(text -> project(fields, text));
        List<Statuses> when = ofAnswer
                ? fields.child("when", RewriteReader.WHEN)
                        .map(RewriteReader::when)
                        .orElse(GOOD)
                : List.of();
        fields.end();
        if (KINDS.stream().filter(fields::has).count() != 1) {
            fields.reading()
                    .mistakes()
                    .add(fields.place(), "a step is exactly one edit", "one of " + String.join(", ", KINDS));
        }
        return patch.or(() -> merge).or(() -> project).map(edit -> new Step(when, edit));
    }

    private static Optional<Edit> merge(Fields fields) {
        Tree tree = fields.json("merge");
        if (tree == null) {
            return Optional.empty();
        }
        if (!(tree instanceof Tree.Mapping)) {
            fields.mistake("merge", "is " + tree.kind(), "a mapping such as { debug: null }");
        }
        return Optional.of(new BodySteps.Merge(text(fields, "merge", tree)));
    }

    /** As JSON on one line; what is wrong with templates in it is noted. */
    static String text(Fields fields, String field, Tree tree) {
        Mistakes mistakes = fields.reading().mistakes();
        Path path = fields.place(field).path();
        templates(mistakes, tree, path);
        return JsonValues.text(tree, path, mistakes);
    }

    private static void templates(Mistakes mistakes, Tree tree, Path path) {
        if (tree instanceof Tree.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> templates(mistakes, entry.value(), path.field(name)));
        } else if (tree instanceof Tree.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                templates(mistakes, sequence.items().get(i), path.item(i));
            }
        } else if (tree instanceof Tree.Scalar scalar && scalar.form() == Tree.Scalar.Form.TEXT) {
            TemplateReader.read(mistakes, new Place(tree.at(), path), scalar.text(), false);
        }
    }

    private static Edit project(Fields fields, String text) {
        Projection.mistake(text).ifPresent(mistake -> fields.mistake("project", mistake, "an expression in JSONata"));
        return new BodySteps.Project(text);
    }

    /** Puts the field {@code body} into {@code shape}. */
    static Shape put(Shape shape, Optional<BodySteps> body) {
        return body.map(steps -> shape.putAll("body", steps.steps(), BodyStepsReader::shape))
                .orElse(shape);
    }

    private static Map<String, Object> shape(Step step) {
        Shape shape = new Shape();
        if (!step.when().isEmpty() && !step.when().equals(GOOD)) {
            List<String> words = step.when().stream().map(Statuses::toString).toList();
            shape.putShape("when", new Shape().putWords("status", words));
        }
        if (step.edit() instanceof BodySteps.Patch patch) {
            PatchReader.put(shape, patch);
        } else if (step.edit() instanceof BodySteps.Merge merge) {
            shape.put("merge", JsonValues.object(merge.json()));
        } else if (step.edit() instanceof BodySteps.Project project) {
            shape.put("project", project.expression());
        }
        return shape.fields();
    }

    /** All that the templates in a policy's steps ask for. */
    static List<Variable> variables(Transform transform) {
        return Stream.concat(
                        transform.request().flatMap(Transform.Request::body).stream(),
                        transform.response().flatMap(Transform.Response::body).stream())
                .flatMap(body -> body.steps().stream())
                .flatMap(step -> texts(step.edit()))
                .flatMap(json -> JsonValues.texts(json).stream())
                .flatMap(text -> TemplateText.read(text).stream())
                .flatMap(Template::variables)
                .distinct()
                .toList();
    }

    private static Stream<String> texts(Edit edit) {
        if (edit instanceof BodySteps.Merge merge) {
            return Stream.of(merge.json());
        }
        return edit instanceof BodySteps.Patch patch
                ? patch.operations().stream().flatMap(operation -> operation.value().stream())
                : Stream.of();
    }
}
