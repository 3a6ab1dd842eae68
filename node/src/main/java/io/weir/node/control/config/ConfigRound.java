package io.weir.node.control.config;

import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage.Decided;
import io.weir.protocol.cluster.ConfigWriterMessage.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One proposal on its way through the cluster: a two-phase commit as a value. Pure.
 *
 * <p>The decision is the commit on the writer's own node (the decider), which is on disk before any other member is told
 * to commit. Until then a round can end with nothing changed; from then on it only goes forward: a member either commits
 * or is removed from the cluster.
 *
 * @param waiting members whose answer in this phase is missing, with their names
 * @param members all members that take part, with their names
 */
record ConfigRound(
        Phase phase,
        ConfigMark mark,
        boolean dryRun,
        String decider,
        Map<String, String> members,
        Map<String, String> waiting) {
    enum Phase {
        STAGING,
        DECIDING,
        COMMITTING,
        ENDED
    }

    /** What the writer does next. */
    sealed interface Action {
        record Prepare(List<String> members) implements Action {}

        record Commit(List<String> members) implements Action {}

        record Abort(List<String> members) implements Action {}

        record Answer(Decided decided) implements Action {}
    }

    /** The round after an event, and what follows from it. */
    record Step(ConfigRound round, List<Action> actions) {}

    /** @param members must contain the decider */
    static Step start(ConfigMark mark, boolean dryRun, String decider, Map<String, String> members) {
        ConfigRound round = new ConfigRound(Phase.STAGING, mark, dryRun, decider, members, members);
        return new Step(round, List.of(new Action.Prepare(List.copyOf(members.keySet()))));
    }

    Step staged(String member) {
        return phase == Phase.STAGING ? without(member).advance() : stay();
    }

    Step notStaged(String member, String reason, boolean refused) {
        if (phase != Phase.STAGING || !members.containsKey(member)) {
            return stay();
        }
        String name = name(member);
        return refused
                ? abort(new Decided(Verdict.REFUSED, mark.base(), mark.base(), name, reason))
                : unavailable(name, reason);
    }

    Step committed(String member) {
        return switch (phase) {
            case DECIDING -> member.equals(decider) ? decided() : stay();
            case COMMITTING -> without(member).advance();
            default -> stay();
        };
    }

    /** Only the decider's failure can still end the round. */
    Step notCommitted(String member, String reason) {
        return phase == Phase.DECIDING && member.equals(decider) ? unavailable(name(member), reason) : stay();
    }

    /** The member is not part of the cluster any more. */
    Step removed(String member) {
        if (phase == Phase.ENDED || member.equals(decider)) {
            return stay();
        }
        Map<String, String> left = new TreeMap<>(members);
        left.remove(member);
        ConfigRound round = new ConfigRound(phase, mark, dryRun, decider, Map.copyOf(left), waiting);
        return round.without(member).advance();
    }

    Step unreachable(String member) {
        return phase == Phase.STAGING && members.containsKey(member)
                ? unavailable(name(member), "cannot be reached")
                : stay();
    }

    Step timedOut() {
        return phase == Phase.STAGING
                ? unavailable(waiting.values().stream().sorted().findFirst().orElse(""), "did not stage it in time")
                : stay();
    }

    /** Members that are to commit and have not answered. */
    boolean owesCommit(String member) {
        return waiting.containsKey(member)
                && (phase == Phase.COMMITTING || phase == Phase.DECIDING && member.equals(decider));
    }

    private Step advance() {
        if (!waiting.isEmpty()) {
            return stay();
        }
        return switch (phase) {
            case STAGING -> allStaged();
            case COMMITTING -> end(List.of(accepted()));
            default -> stay();
        };
    }

    private Step allStaged() {
        if (dryRun) {
            return end(List.of(new Action.Abort(List.copyOf(members.keySet())), accepted()));
        }
        ConfigRound round = with(Phase.DECIDING, Map.of(decider, name(decider)));
        return new Step(round, List.of(new Action.Commit(List.of(decider))));
    }

    private Step decided() {
        ConfigRound round = with(Phase.COMMITTING, members).without(decider);
        List<Action> actions = new ArrayList<>();
        if (!round.waiting.isEmpty()) {
            actions.add(new Action.Commit(List.copyOf(round.waiting.keySet())));
        }
        Step next = round.advance();
        actions.addAll(next.actions());
        return new Step(next.round(), List.copyOf(actions));
    }

    private Action accepted() {
        return new Action.Answer(new Decided(Verdict.ACCEPTED, mark.number(), mark.base(), "", ""));
    }

    private Step unavailable(String node, String reason) {
        String why = "node " + node + ": " + reason;
        return abort(new Decided(Verdict.UNAVAILABLE, mark.base(), mark.base(), node, why));
    }

    private Step abort(Decided decided) {
        return end(List.of(new Action.Abort(List.copyOf(members.keySet())), new Action.Answer(decided)));
    }

    private Step end(List<Action> actions) {
        return new Step(with(Phase.ENDED, Map.of()), actions);
    }

    private Step stay() {
        return new Step(this, List.of());
    }

    private String name(String member) {
        return members.getOrDefault(member, member);
    }

    private ConfigRound without(String member) {
        Map<String, String> left = new TreeMap<>(waiting);
        left.remove(member);
        return with(phase, Map.copyOf(left));
    }

    private ConfigRound with(Phase next, Map<String, String> stillWaiting) {
        return new ConfigRound(next, mark, dryRun, decider, members, stillWaiting);
    }
}
