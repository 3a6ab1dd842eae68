package io.weir.config.parse;

import io.weir.config.model.BodySteps;
import io.weir.config.model.RewritePolicy;
import io.weir.config.model.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes the policies that convert bodies. */
final class RandomTransforms {
    private static final List<String> WRITTEN = List.of(
            "application/json",
            "text/xml",
            "application/cbor",
            "application/x-ndjson",
            "application/x-www-form-urlencoded");
    private static final List<String> TYPES =
            List.of("application/xml", "text/csv", "application/yaml", "application/msgpack", "application/a+json");

    private final Random random;

    RandomTransforms(Random random) {
        this.random = random;
    }

    Transform transform(String name) {
        Optional<Transform.Request> request = Optional.of(
                new Transform.Request(TYPES.subList(0, 1 + random.nextInt(TYPES.size())), pick(WRITTEN), body(false)));
        Optional<Transform.Response> response = Optional.of(new Transform.Response(
                WRITTEN.subList(0, 1 + random.nextInt(WRITTEN.size())), pick(TYPES), body(true)));
        boolean soap = random.nextInt(3) == 0;
        return new Transform(
                name,
                soap ? Optional.empty() : request,
                soap ? Optional.empty() : response,
                soap ? Optional.of(soap()) : Optional.empty(),
                new Transform.Xml(
                        pick(List.of(Optional.of("order"), Optional.empty())),
                        pick(List.of(Transform.Types.values())),
                        pick(List.of(List.of("line"), List.of())),
                        pick(List.of(List.of("zip", "phone"), List.of())),
                        random.nextBoolean()),
                pick(List.of(Transform.Types.values())),
                new Transform.Csv(pick(List.of(',', ';', '\t', '|')), pick(List.of(Transform.Types.values()))),
                1024 * (1 + random.nextInt(999)),
                1 + random.nextInt(200));
    }

    private Transform.Soap soap() {
        Transform.SoapSide side = pick(List.of(Transform.SoapSide.values()));
        return new Transform.Soap(
                pick(List.of(Transform.SoapVersion.values())),
                side,
                pick(List.of("urn:shop", "http://shop.example/prices#1")),
                "GetPrice",
                pick(List.of("GetPriceResponse", "Price")),
                pick(List.of("", "urn:shop:GetPrice")),
                random.nextBoolean(),
                side == Transform.SoapSide.CLIENT ? Map.of() : pick(List.of(Map.of(), Map.of("Tenant", "t 1"))));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private Optional<BodySteps> body(boolean ofAnswer) {
        if (random.nextBoolean()) {
            return Optional.empty();
        }
        List<RewritePolicy.Statuses> when = ofAnswer
                ? pick(List.of(
                        List.of(new RewritePolicy.Statuses(200, 299)), List.of(new RewritePolicy.Statuses(404, 404))))
                : List.of();
        return Optional.of(new BodySteps(List.of(
                new BodySteps.Step(
                        when,
                        new BodySteps.Merge("{\"a\":null,\"b\":{\"c\":\"{client.address|x}\"},\"d\":[1,2.50,\"{{\"]}")),
                new BodySteps.Step(when, new BodySteps.Project("{ \"a\": b & \": # '\", \"c\": $ }")),
                new BodySteps.Step(
                        when,
                        new BodySteps.Patch(
                                List.of(
                                        operation(BodySteps.Op.ADD, "/a~1b/-", null, "null"),
                                        operation(BodySteps.Op.REPLACE, "", null, "{\"yes\":\"yes\"}"),
                                        operation(BodySteps.Op.TEST, "/", null, "\"1\""),
                                        operation(BodySteps.Op.REMOVE, "/x", null, null),
                                        operation(BodySteps.Op.MOVE, "/x", "/y", null),
                                        operation(BodySteps.Op.COPY, "/x", "", null)),
                                random.nextBoolean())))));
    }

    private static BodySteps.Operation operation(
            BodySteps.Op op, String path, @Nullable String from, @Nullable String value) {
        return new BodySteps.Operation(op, path, Optional.ofNullable(from), Optional.ofNullable(value));
    }
}
