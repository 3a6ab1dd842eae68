package io.weir.config.model;

import java.util.Arrays;
import java.util.List;

/** Which credentials a request must have. */
public sealed interface Requirement {
    /** All that are named, in order. */
    List<Credential> credentials();

    record One(Credential credential) implements Requirement {
        @Override
        public List<Credential> credentials() {
            return List.of(credential);
        }
    }

    /** The first good one counts. */
    record AnyOf(List<Requirement> items) implements Requirement {
        public AnyOf {
            items = List.copyOf(items);
        }

        @Override
        public List<Credential> credentials() {
            return items.stream().flatMap(item -> item.credentials().stream()).toList();
        }
    }

    /** All must be good; the request is from whom the first one shows, with the scopes and claims of all. */
    record AllOf(List<Requirement> items) implements Requirement {
        public AllOf {
            items = List.copyOf(items);
        }

        @Override
        public List<Credential> credentials() {
            return items.stream().flatMap(item -> item.credentials().stream()).toList();
        }
    }

    static Requirement anyOf(Credential... credentials) {
        return new AnyOf(Arrays.stream(credentials).<Requirement>map(One::new).toList());
    }
}
