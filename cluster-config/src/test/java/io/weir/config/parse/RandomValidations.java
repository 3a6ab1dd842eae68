package io.weir.config.parse;

import io.weir.config.model.Validation;
import io.weir.config.model.Validation.JsonLimits;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Policies {@code validate} from a seed. */
final class RandomValidations {
    private static final String[] SCHEMAS = {
        "{}",
        "{\"type\":\"object\",\"properties\":{\"yes\":{\"const\":\"yes\"},\"~\":true},\"minProperties\":1}",
        "{\"enum\":[null,\"null\",1,\"1\",1.50,\"1.5\",-0.0000001,true,\"true\",\"\",\"2026-01-01\",[],{}]}",
        "{\"maximum\":123456789012345678901234567890,\"minimum\":100000000000000000000000000000000000000000.5}",
        "{\"pattern\":\"^[a-z]+: #$\",\"description\":\"two\\nlines\"}",
    };

    private final Random random;

    RandomValidations(Random random) {
        this.random = random;
    }

    Validation validation(String name) {
        return new Validation(name, 1024 * (1 + random.nextInt(99)), limits(), contract());
    }

    private JsonLimits limits() {
        return random.nextBoolean()
                ? JsonLimits.DEFAULT
                : new JsonLimits(1 + random.nextInt(9), 5, 1 + random.nextInt(9999), 7, 8, random.nextBoolean());
    }

    private Optional<Validation.Contract> contract() {
        return switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Validation.Schema(source(), random.nextBoolean()));
            default ->
                Optional.of(new Validation.OpenApi(
                        source(),
                        random.nextBoolean() ? Optional.empty() : Optional.of(random.nextBoolean() ? "" : "/v1/x"),
                        random.nextBoolean() ? List.of() : List.of("multipart/form-data", "text/csv")));
        };
    }

    private Validation.Source source() {
        return random.nextBoolean()
                ? new Validation.InFile("file:contracts/order.json")
                : new Validation.Inline(SCHEMAS[random.nextInt(SCHEMAS.length)]);
    }
}
