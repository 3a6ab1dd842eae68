package io.weir.config.parse;

import io.weir.config.model.Consumer;
import java.time.Instant;

/** How a consumer is written. */
final class ConsumerShape {
    private ConsumerShape() {}

    static Object of(Consumer consumer) {
        return new Shape()
                .put("name", consumer.name())
                .putWords("groups", consumer.groups())
                .putIfPresent("plan", consumer.plan(), plan -> plan)
                .putAll("api-keys", consumer.apiKeys(), ConsumerShape::key)
                .putIfPresent("basic", consumer.basic(), basic -> new Shape()
                        .putUnless("username", basic.username(), consumer.name(), name -> name)
                        .put("password", basic.password())
                        .fields())
                .putAll("jwt", consumer.tokens(), TokenShape::subject)
                .putWords("certificates", consumer.certificates())
                .putAll("signature-keys", consumer.signatureKeys(), SignatureKeyReader::shape)
                .fields();
    }

    private static Object key(Consumer.ApiKey key) {
        return new Shape()
                .put("sha256", key.sha256())
                .putIfPresent("name", key.name(), name -> name)
                .putIfPresent("not-before", key.notBefore(), Instant::toString)
                .putIfPresent("expires", key.expires(), Instant::toString)
                .putWords("scopes", key.scopes())
                .fields();
    }
}
