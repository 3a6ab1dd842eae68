package io.weir.node.control.config;

import io.weir.protocol.cluster.ConfigAgentMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The documents that a node hands out in parts: the live one, and those it proposes. Belongs to one agent. */
final class HeldDocuments {
    private final Map<String, Offered> offers = new HashMap<>();
    private String liveHash;
    private byte[] live;

    /** @param times how often it is offered: a dry run and the change itself may be under way at once */
    private record Offered(byte[] bytes, int times) {}

    HeldDocuments(String liveHash, String json) {
        this.liveHash = liveHash;
        this.live = json.getBytes(StandardCharsets.UTF_8);
    }

    void live(String hash, String json) {
        liveHash = hash;
        live = json.getBytes(StandardCharsets.UTF_8);
    }

    void offer(AgentCommand.Offer offer) {
        offers.merge(
                offer.hash(),
                new Offered(offer.bytes(), 1),
                (known, once) -> new Offered(known.bytes(), known.times() + 1));
    }

    void withdraw(AgentCommand.Withdraw withdrawn) {
        offers.computeIfPresent(
                withdrawn.hash(),
                (hash, known) -> known.times() == 1 ? null : new Offered(known.bytes(), known.times() - 1));
    }

    void handOut(ConfigAgentMessage.Fetch fetch) {
        byte[] bytes = bytes(fetch.hash());
        int from = fetch.index() * AgentWork.CHUNK_BYTES;
        int to = Math.min(bytes.length, from + AgentWork.CHUNK_BYTES);
        int count = (bytes.length + AgentWork.CHUNK_BYTES - 1) / AgentWork.CHUNK_BYTES;
        byte[] part = from >= 0 && from < to ? Arrays.copyOfRange(bytes, from, to) : new byte[0];
        fetch.replyTo().tell(new ConfigAgentMessage.Chunk(fetch.hash(), fetch.index(), count, part));
    }

    private byte[] bytes(String hash) {
        Offered offered = offers.get(hash);
        return hash.equals(liveHash) ? live : offered == null ? new byte[0] : offered.bytes();
    }
}
