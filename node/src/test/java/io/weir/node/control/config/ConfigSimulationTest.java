package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.control.config.ConfigRound.Action;
import io.weir.node.control.config.ConfigRound.Phase;
import io.weir.node.control.config.ConfigRound.Step;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage.Report;
import io.weir.protocol.cluster.ConfigWriterMessage.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rounds and recovery with members that crash, return and lose messages, in any order that a seed gives. */
class ConfigSimulationTest {
    private static final int SCHEDULES = 20_000;
    private static final int STEPS = 60;

    @Test
    void anAcknowledgedRevisionIsNeverLostAndANumberMeansOneDocument() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            World world = new World(new Random(seed));
            for (int i = 0; i < STEPS; i++) {
                world.step();
                world.check("seed " + seed + ", step " + i);
            }
        }
    }

    /** What a member has on disk. */
    private static final class Disk {
        ConfigMark live = ConfigMark.NONE;
        Optional<ConfigMark> candidate = Optional.empty();
        long highest;
        boolean up = true;
        boolean ready;
        long mostLive;
        int starts;
    }

    private static final class World {
        final Random random;
        final Map<String, Disk> disks = new TreeMap<>(Map.of("a", new Disk(), "b", new Disk(), "c", new Disk()));
        final Map<Long, String> meaning = new TreeMap<>();
        final List<Runnable> flying = new ArrayList<>();
        Optional<ConfigRound> round = Optional.empty();
        String writer = "a";
        ConfigMark live = ConfigMark.NONE;
        ConfigMark acknowledged = ConfigMark.NONE;
        long highest;
        boolean fresh = true;
        int documents;
        int epoch;

        World(Random random) {
            this.random = random;
        }

        void step() {
            switch (random.nextInt(8)) {
                case 0 -> propose();
                case 1 -> crash();
                case 2 -> comeBack();
                default -> deliver();
            }
        }

        Disk disk(String name) {
            return Objects.requireNonNull(disks.get(name));
        }

        void propose() {
            if (round.isEmpty()) {
                advise();
                String hash = "document" + documents++;
                ConfigMark mark =
                        new ConfigMark(Math.max(live.number(), highest) + 1, hash, live.number(), live.hash(), 0, "");
                Map<String, String> members = new TreeMap<>();
                disks.forEach((name, disk) -> {
                    if (disk.up) {
                        members.put(name, name);
                    }
                });
                go(ConfigRound.start(mark, false, writer, Map.copyOf(members)));
            }
        }

        void deliver() {
            if (!flying.isEmpty()) {
                flying.remove(random.nextInt(flying.size())).run();
            } else if (round.isEmpty()) {
                advise();
            }
        }

        void go(Step step) {
            round = Optional.of(step.round()).filter(it -> it.phase() != Phase.ENDED);
            for (Action action : step.actions()) {
                act(step.round().mark(), action);
            }
        }

        void act(ConfigMark mark, Action action) {
            if (action instanceof Action.Prepare prepare) {
                prepare.members().forEach(member -> send(member, () -> prepare(member, mark)));
            } else if (action instanceof Action.Commit commit) {
                commit.members().forEach(member -> send(member, () -> commit(member, mark)));
            } else if (action instanceof Action.Abort abort) {
                abort.members().forEach(member -> disk(member).candidate = Optional.empty());
                flying.clear();
            } else if (action instanceof Action.Answer answer
                    && answer.decided().verdict() == Verdict.ACCEPTED) {
                live = mark;
                acknowledged = mark;
                fresh = false;
            }
        }

        /** Delivered unless the writer has died since or the member has. */
        void send(String member, Runnable effect) {
            int sent = epoch;
            int starts = disk(member).starts;
            flying.add(() -> {
                if (sent == epoch && starts == disk(member).starts && disk(member).up) {
                    effect.run();
                }
            });
        }

        void prepare(String member, ConfigMark mark) {
            if (random.nextInt(10) == 0) {
                round.ifPresent(it -> go(it.notStaged(member, "port in use", true)));
            } else {
                disk(member).candidate = Optional.of(mark);
                round.ifPresent(it -> go(it.staged(member)));
            }
        }

        void commit(String member, ConfigMark mark) {
            Disk disk = disk(member);
            disk.live = mark;
            disk.candidate = Optional.empty();
            round.ifPresent(it -> go(it.committed(member)));
        }

        void crash() {
            List<String> up = up();
            if (up.size() < 2) {
                return;
            }
            String victim = up.get(random.nextInt(up.size()));
            disk(victim).up = false;
            disk(victim).starts++;
            disk(victim).ready = false;
            if (victim.equals(writer)) {
                epoch++;
                flying.clear();
                round = Optional.empty();
                writer = up().get(0);
                recover();
            } else {
                round.ifPresent(it -> go(it.removed(victim)));
            }
        }

        /** A member that joins during a round is told nothing until the round is over. */
        void comeBack() {
            if (round.isPresent()) {
                return;
            }
            disks.values().stream().filter(disk -> !disk.up).findFirst().ifPresent(disk -> disk.up = true);
            advise();
        }

        List<String> up() {
            return disks.keySet().stream().filter(name -> disk(name).up).toList();
        }

        void recover() {
            List<Report> reports = up().stream().map(this::report).toList();
            live = Recovery.live(reports);
            highest = Math.max(0, Recovery.highest(reports));
            fresh = true;
            advise();
        }

        /** Between rounds. */
        void advise() {
            for (String name : up()) {
                Disk disk = disk(name);
                highest = Math.max(highest, Recovery.highest(report(name)));
                disk.highest = Math.max(
                        disk.highest, disk.candidate.map(ConfigMark::number).orElse(0L));
                disk.candidate = Optional.empty();
                switch (Recovery.advise(live, fresh, disk.live)) {
                    case ADOPT -> live = disk.live;
                    case CATCH_UP -> disk.live = live;
                    case CONFLICT -> throw new AssertionError(disk.live + " against " + live);
                    case KEEP -> {}
                }
            }
            up().forEach(name -> {
                disk(name).live = live;
                disk(name).highest = Math.max(disk(name).highest, highest);
                disk(name).ready = true;
            });
        }

        @SuppressWarnings("NullAway") // The decisions never look at the agent.
        Report report(String name) {
            Disk disk = disk(name);
            long candidate = disk.candidate.map(ConfigMark::number).orElse(0L);
            return new Report(name, name, 1, disk.live, candidate, disk.highest, null);
        }

        void check(String when) {
            for (Map.Entry<String, Disk> entry : disks.entrySet()) {
                ConfigMark has = entry.getValue().live;
                String known = meaning.putIfAbsent(has.number(), has.hash());
                assertThat(known == null || known.equals(has.hash()))
                        .as("%s: one document for %s", when, has)
                        .isTrue();
                assertThat(has.number())
                        .as("%s: revisions rise on %s", when, entry.getKey())
                        .isGreaterThanOrEqualTo(entry.getValue().mostLive);
                entry.getValue().mostLive = has.number();
                if (entry.getValue().ready) {
                    assertThat(has.number())
                            .as("%s: %s has what was acknowledged", when, entry.getKey())
                            .isGreaterThanOrEqualTo(acknowledged.number());
                }
            }
        }
    }
}
