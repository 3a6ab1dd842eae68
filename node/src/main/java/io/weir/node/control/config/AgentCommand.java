package io.weir.node.control.config;

import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage;
import org.apache.pekko.actor.typed.ActorRef;

/** Everything that a node's {@link ConfigAgent} understands. */
sealed interface AgentCommand {
    /** From the writer or another agent. */
    record Wire(ConfigAgentMessage message) implements AgentCommand {}

    /** Hands out a document that this node proposes, until it is withdrawn. */
    record Offer(String hash, byte[] bytes) implements AgentCommand {}

    record Withdraw(String hash) implements AgentCommand {}

    /** The work that was under way has ended. */
    sealed interface Done extends AgentCommand {
        /** Tells the writer, if it waits for this. */
        default void answer(String member) {}
    }

    record Prepared(ConfigAgentMessage.Prepare request, AgentWork.Held held) implements Done {
        @Override
        public void answer(String member) {
            request.replyTo().tell(new ConfigWriterMessage.Staged(request.epoch(), request.round(), member));
        }
    }

    record PrepareFailed(ConfigAgentMessage.Prepare request, String reason, boolean refused) implements Done {
        @Override
        public void answer(String member) {
            request.replyTo()
                    .tell(new ConfigWriterMessage.NotStaged(request.epoch(), request.round(), member, reason, refused));
        }
    }

    record Committed(ConfigAgentMessage.Commit request, AgentWork.Held held) implements Done {
        @Override
        public void answer(String member) {
            request.replyTo().tell(new ConfigWriterMessage.Committed(request.epoch(), request.round(), member));
        }
    }

    record CommitFailed(ConfigAgentMessage.Commit request, String reason) implements Done {
        @Override
        public void answer(String member) {
            request.replyTo()
                    .tell(new ConfigWriterMessage.NotCommitted(request.epoch(), request.round(), member, reason));
        }
    }

    /** A revision that the cluster has had live is live here as well. */
    record CaughtUp(AgentWork.Held held) implements Done {}

    record CatchUpFailed(ConfigMark mark, String reason) implements Done {}

    record Discarded(String failure) implements Done {}

    /** Time to report. */
    enum Tick implements AgentCommand {
        TICK
    }

    /** What an agent needs to know of its surroundings. */
    record Surroundings(
            String member,
            String node,
            ActorRef<ConfigWriterMessage> writer,
            LiveBoard board,
            Runnable proposeInitial) {}
}
