package io.weir.config.parse;

import io.weir.config.model.Protection;

/** How the policies that protect are written. */
final class ProtectionShape {
    private ProtectionShape() {}

    /** Puts the rule's one field into {@code policy}. */
    static void put(Shape policy, Protection protection) {
        if (protection instanceof Protection.Address address) {
            policy.put(
                    "address",
                    new Shape()
                            .putWords("allow", address.allow())
                            .putWords("deny", address.deny())
                            .fields());
        } else if (protection instanceof Protection.RequestLimits limits) {
            policy.put("request-limits", RequestLimitsReader.shape(limits));
        } else {
            throw new IllegalStateException("no way to write " + protection);
        }
    }
}
