package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Valid authenticate policies, made from a seed, with every kind of credential. */
final class RandomCredentials {
    private final Random random;
    private final List<Supplier<Credential>> kinds = List.of(this::apiKey);

    RandomCredentials(Random random) {
        this.random = random;
    }

    Policy.Authenticate authenticate(String name) {
        Requirement requirement = branch(1);
        if (requirement instanceof Requirement.AnyOf any && random.nextBoolean()) {
            List<Requirement> items = new ArrayList<>(any.items());
            items.add(new Requirement.One(new Credential.Anonymous(Optional.empty())));
            requirement = new Requirement.AnyOf(items);
        }
        return new Policy.Authenticate(name, requirement, random.nextBoolean());
    }

    private Requirement branch(int depth) {
        List<Requirement> items = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> depth < 4 && random.nextInt(4) == 0 ? branch(depth + 1) : one())
                .toList();
        return random.nextBoolean() ? new Requirement.AnyOf(items) : new Requirement.AllOf(items);
    }

    private Requirement one() {
        return new Requirement.One(kinds.get(random.nextInt(kinds.size())).get());
    }

    private Credential apiKey() {
        Credential.Place place = List.of(Credential.Place.values()).get(random.nextInt(3));
        boolean schemed = place == Credential.Place.HEADER && random.nextBoolean();
        return new Credential.ApiKey(place, "x-key", schemed ? Optional.of("Token") : Optional.empty());
    }
}
