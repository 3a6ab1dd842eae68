package io.weir.node.state;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Who a request is from, as a credential showed it. Immutable, thread-safe; authenticators make one for each consumer or
 * token and use it again.
 *
 * @param consumer never null: a token that belongs to no declared consumer makes one named by its subject
 * @param method which kind of credential showed it: {@code api-key}, {@code jwt}, {@code basic}, …
 * @param scopes what a token allows (RFC 8693 §4.2); empty for credentials that have none
 * @param claims what a token says, as JSON values; empty for credentials that say nothing
 * @param requestLines ready lines ({@code Name: value\r\n}) that tell the backend who calls; not to be modified
 */
public record Identity(
        ConsumerPlan consumer, String method, Set<String> scopes, Map<String, Object> claims, byte[] requestLines) {
    /** The same by a credential that allows these. */
    public Identity allowing(Collection<String> allowed) {
        return new Identity(consumer, method, Set.copyOf(allowed), claims, requestLines);
    }
}
