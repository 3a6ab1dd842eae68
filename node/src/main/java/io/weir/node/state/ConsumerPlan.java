package io.weir.node.state;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A consumer, compiled.
 *
 * @param plan what it has subscribed to; empty: nothing that is known
 * @param declared it is one of the document's. Others are named by tokens from outside, so their names are no values of
 *     metrics
 * @param keyBytes its name as bytes: the key of its limits
 */
public record ConsumerPlan(String name, Set<String> groups, String plan, boolean declared, byte[] keyBytes) {
    /** One that no document declares. */
    public ConsumerPlan(String name, Set<String> groups, byte[] keyBytes) {
        this(name, groups, "", false, keyBytes);
    }

    public static ConsumerPlan declared(String name, Set<String> groups, String plan) {
        return new ConsumerPlan(name, groups, plan, true, name.getBytes(StandardCharsets.UTF_8));
    }
}
