package io.weir.node.control.limit;

import io.weir.node.decide.limit.LeaseMessage;
import io.weir.protocol.cluster.LimitDeskMessage;
import io.weir.protocol.cluster.LimitMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node has to say to one partition now. */
final class AskBatch {
    private final LimitWire.Terms terms = new LimitWire.Terms();
    private final List<LimitMessage.Ask> asks = new ArrayList<>();
    private final List<LimitMessage.Back> returns = new ArrayList<>();

    void add(LeaseMessage message) {
        if (message instanceof LeaseMessage.Ask ask) {
            asks.add(new LimitMessage.Ask(
                    terms.index(ask.key().limit()),
                    ask.key().bytes(),
                    ask.wanted(),
                    ask.leaseId(),
                    ask.left(),
                    ask.askSent()));
        } else if (message instanceof LeaseMessage.Return back) {
            returns.add(new LimitMessage.Back(
                    terms.index(back.key().limit()), back.key().bytes(), back.leaseId(), back.tokens()));
        }
    }

    LimitMessage.Asks message(String node, ActorRef<LimitDeskMessage> desk) {
        return new LimitMessage.Asks(node, desk, terms.list(), asks, returns);
    }
}
