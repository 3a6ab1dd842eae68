package io.weir.config.parse;

import io.weir.config.model.Transform;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes the policies that convert bodies. */
final class RandomTransforms {
    private final Random random;

    RandomTransforms(Random random) {
        this.random = random;
    }

    Transform transform(String name) {
        return new Transform(
                name,
                Optional.of(new Transform.Request(List.of("application/xml"), pick("application/json", "text/xml"))),
                Optional.of(new Transform.Response(
                        pick(List.of("application/json", "application/xml"), List.of("application/x+xml")),
                        pick("application/json", "text/xml"))),
                Optional.empty(),
                new Transform.Xml(
                        pick(Optional.of("order"), Optional.empty()),
                        pick(Transform.Types.values()),
                        pick(List.of("line"), List.of()),
                        pick(List.of("zip", "phone"), List.of()),
                        random.nextBoolean()),
                Transform.Types.TEXT,
                Transform.Csv.DEFAULT,
                1024 * (1 + random.nextInt(999)),
                1 + random.nextInt(200));
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }
}
