package io.weir.config.adapt;

import io.weir.config.model.Adaptation;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.ValuePlace;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adaptations of which each is of the next one's version, compiled: requests go through them from the first to the last,
 * answers back, on one tree. Immutable, thread-safe.
 */
public final class AdaptationChain {
    private static final int ERROR = 400;

    private record Step(List<PathRule> paths, List<Rule> request, List<Rule> response, List<Rule> errors) {}

    private final List<Step> steps;
    private final boolean readsRequests;
    private final boolean readsAnswers;
    private final boolean readsErrors;
    private final Set<String> fieldsRead;

    private AdaptationChain(List<Adaptation> adaptations) {
        steps = adaptations.stream().map(AdaptationChain::step).toList();
        readsRequests = adaptations.stream().anyMatch(one -> readsBody(one.request()));
        readsAnswers = adaptations.stream().anyMatch(one -> readsBody(one.response()));
        readsErrors = adaptations.stream().anyMatch(one -> readsBody(one.errors()));
        fieldsRead = adaptations.stream()
                .flatMap(one -> one.request().stream())
                .flatMap(rule -> RulePlaces.of(rule).stream())
                .filter(place -> place.kind() == ValuePlace.Kind.HEADER)
                .map(place -> place.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Step step(Adaptation adaptation) {
        return new Step(
                RuleCompiler.paths(adaptation.request()),
                RuleCompiler.rules(adaptation.request()),
                RuleCompiler.rules(adaptation.response()),
                RuleCompiler.rules(adaptation.errors()));
    }

    /** @param adaptations from the version that clients ask for to the one that backends speak; valid ones */
    public static AdaptationChain of(List<Adaptation> adaptations) {
        return new AdaptationChain(adaptations);
    }

    private static boolean readsBody(List<AdaptationRule> rules) {
        return rules.stream().flatMap(rule -> RulePlaces.of(rule).stream()).anyMatch(ValuePlace::inBody);
    }

    /** Names of the fields of a request that rules read, in lower case. */
    public Set<String> fieldsRead() {
        return fieldsRead;
    }

    /** Whether a rule needs the body of a request. */
    public boolean readsRequests() {
        return readsRequests;
    }

    /** Whether a rule needs the body of an answer with that status. A status that a rule changes may make it one or the other. */
    public boolean readsAnswers(int status) {
        return steps.size() > 1 ? readsAnswers || readsErrors : status < ERROR ? readsAnswers : readsErrors;
    }

    /** Makes a request of the first version one of the last. */
    public void request(Message message) throws NotAdaptable {
        for (Step step : steps) {
            message.pathText().begin(step.paths);
            for (Rule rule : step.request) {
                rule.apply(message);
            }
            message.pathText().end();
        }
    }

    /** Makes an answer of the last version one of the first. */
    public void answer(Message message) throws NotAdaptable {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            for (Rule rule : message.status() < ERROR ? step.response : step.errors) {
                rule.apply(message);
            }
        }
    }
}
