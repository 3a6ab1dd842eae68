package io.weir.node.filter.protect;

import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.Protection;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Filter;
import java.util.HashMap;
import java.util.Map;

/** Makes the filters of the policies that protect: one for each policy of a revision, shared by its routes. One use. */
public final class ProtectionFilters {
    private final DocumentFiles files;
    private final Map<String, Filter> made = new HashMap<>();

    public ProtectionFilters(DocumentFiles files) {
        this.files = files;
    }

    /** @throws io.weir.node.state.Stager.StagingException when a file of the policy cannot be used */
    public Filter address(Protection.Address policy) {
        return made.computeIfAbsent(policy.name(), name -> new AddressFilter(policy, files));
    }

    public Filter requestLimits(Protection.RequestLimits policy) {
        return made.computeIfAbsent(policy.name(), name -> new RequestLimitsFilter(policy));
    }

    public Filter csrf(BrowserPolicy.Csrf policy) {
        return made.computeIfAbsent(policy.name(), name -> new CsrfFilter(policy));
    }

    public Filter cors(BrowserPolicy.Cors policy) {
        return made.computeIfAbsent(policy.name(), name -> new CorsFilter(policy));
    }
}
