package io.weir.node.decide.route;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidates that all ask for some value of one header field, found by that value: what a gateway with a route for each
 * tenant has. Answers what looking at one after the other would answer, also where the field is there several times.
 * Immutable; allocates nothing.
 */
final class FieldIndex implements Choice {
    private static final int[] FREE = new int[0];

    private final FieldName field;
    private final Candidate[] candidates;
    private final byte[][] values;
    private final int[][] positions;

    /** @param candidates each asks for a value of {@code field}; the earlier one wins */
    FieldIndex(FieldName field, List<Candidate> candidates) {
        this.field = field;
        this.candidates = candidates.toArray(Candidate[]::new);
        Map<String, List<Integer>> byValue = new LinkedHashMap<>();
        for (int i = 0; i < this.candidates.length; i++) {
            byte[] value = this.candidates[i].valueOf(field);
            byValue.computeIfAbsent(new String(value, StandardCharsets.ISO_8859_1), any -> new ArrayList<>())
                    .add(i);
        }
        int size = Integer.highestOneBit(byValue.size() + 1) * 4;
        values = new byte[size][];
        positions = new int[size][];
        Arrays.fill(positions, FREE);
        byValue.forEach((value, at) -> put(
                value.getBytes(StandardCharsets.ISO_8859_1),
                at.stream().mapToInt(Integer::intValue).toArray()));
    }

    private void put(byte[] value, int[] at) {
        int slot = hash(value, 0, value.length) & (values.length - 1);
        while (positions[slot] != FREE) {
            slot = (slot + 1) & (values.length - 1);
        }
        values[slot] = value;
        positions[slot] = at;
    }

    @Override
    public int choose(RequestHead head, Captures captures) {
        int best = candidates.length;
        int route = RouteTable.NONE;
        for (int line = head.indexOf(field, 0); line >= 0; line = head.indexOf(field, line + 1)) {
            for (int position : find(head.buffer(), head.valueStart(line), head.valueEnd(line))) {
                int here = position < best ? candidates[position].choose(head, captures) : RouteTable.NONE;
                if (here != RouteTable.NONE) {
                    best = position;
                    route = here;
                }
            }
        }
        return route;
    }

    private int[] find(byte[] buffer, int start, int end) {
        int slot = hash(buffer, start, end) & (values.length - 1);
        while (positions[slot] != FREE && !Bytes.equal(buffer, start, end, values[slot])) {
            slot = (slot + 1) & (values.length - 1);
        }
        return positions[slot];
    }

    private static int hash(byte[] buffer, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + buffer[i];
        }
        return Bytes.spread(hash);
    }
}
