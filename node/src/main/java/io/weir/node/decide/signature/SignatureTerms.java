package io.weir.node.decide.signature;

import java.util.List;

/**
 * What signatures must cover and how long they are good.
 *
 * @param components those that must be covered; {@code content-digest} only when there is a body
 * @param maxAgeSeconds since {@code created}
 */
public record SignatureTerms(List<String> components, long maxAgeSeconds, long leewaySeconds, boolean needsNonce) {
    /** The longest time between two moments at which one signature is good, in seconds. */
    public long validitySeconds() {
        return maxAgeSeconds + 2 * leewaySeconds;
    }

    /** Whether it would be good enough if it were genuine. */
    public boolean accept(SignatureInput input, SignedRequest request, long nowSeconds) {
        return isTimely(input, nowSeconds)
                && !(needsNonce && input.nonce().isEmpty())
                && components.stream().allMatch(component -> isCovered(component, input, request));
    }

    private boolean isTimely(SignatureInput input, long nowSeconds) {
        return input.created() >= 0
                && input.created() <= nowSeconds + leewaySeconds
                && nowSeconds <= input.created() + maxAgeSeconds + leewaySeconds
                && (input.expires() == SignatureInput.NEVER || nowSeconds < input.expires() + leewaySeconds);
    }

    /** What says the same or more is as good: the whole target for its parts, all parts for the whole. */
    private static boolean isCovered(String component, SignatureInput input, SignedRequest request) {
        if (input.covers(component)) {
            return true;
        }
        return switch (component) {
            case "content-digest" -> !request.hasBody();
            case "@target-uri" ->
                input.covers("@authority") && isCovered("@path", input, request) && isCovered("@query", input, request);
            case "@path" -> input.covers("@request-target") || input.covers("@target-uri");
            case "@query" ->
                input.covers("@request-target")
                        || input.covers("@target-uri")
                        || !request.head().hasQuery();
            case "@request-target" ->
                input.covers("@target-uri") || input.covers("@path") && isCovered("@query", input, request);
            case "@authority", "@scheme" -> input.covers("@target-uri");
            default -> false;
        };
    }
}
