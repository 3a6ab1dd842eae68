package io.weir.config.parse;

import io.weir.config.model.Consumer;
import java.util.List;

/** Reads one of {@code consumers}. */
final class ConsumerReader {
    private static final String HASH = "the SHA-256 of the key as 64 hex digits (printf %s KEY | sha256sum)";

    private ConsumerReader() {}

    static Consumer read(Fields fields) {
        Reading reading = fields.reading();
        String name = reading.names().declare(Names.Kind.CONSUMER, fields);
        List<String> groups = fields.words("groups", "a group's name", Terms::name);
        List<Consumer.ApiKey> keys = fields.items("api-keys", "{ sha256: HEX }", (item, path) -> {
            Fields key = Fields.of(reading, item, path, "{ sha256: HEX }; the key itself is never stored");
            String hash = key.required("sha256", Terms::sha256, HASH, "");
            key.later("expires", "not-before").end();
            if (!hash.isEmpty()) {
                reading.checks().apiKey(hash, key.place("sha256"));
            }
            return new Consumer.ApiKey(hash);
        });
        fields.later("jwt", "mtls", "basic", "metadata").end();
        return new Consumer(name, groups, keys);
    }
}
