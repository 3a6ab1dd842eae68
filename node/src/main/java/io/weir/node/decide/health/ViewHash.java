package io.weir.node.decide.health;

import io.weir.node.decide.balance.Rendezvous;
import java.util.HexFormat;
import java.util.Map;

/** A short name for a node's whole view, so that agreement between nodes can be seen. */
public final class ViewHash {
    private ViewHash() {}

    /**
     * 16 hexadecimal digits, independent of the map's order. Reasons are not part of it: they may name other witnesses.
     *
     * @param verdicts by {@code upstream/endpoint}
     */
    public static String of(Map<String, Verdict> verdicts) {
        long sum = 0;
        for (Map.Entry<String, Verdict> entry : verdicts.entrySet()) {
            Verdict verdict = entry.getValue();
            int state = (verdict.usable() ? 1 : 0) | (verdict.draining() ? 2 : 0);
            sum += Rendezvous.mix(Rendezvous.hash(entry.getKey()) + state);
        }
        return HexFormat.of().toHexDigits(sum);
    }
}
