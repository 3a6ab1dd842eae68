package io.weir.config.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * Something of an exchange that a {@link Template} names: {@code path.id}, {@code consumer.name}, {@code request.header.x}.
 *
 * @param name of the path parameter, query parameter, field or claim; empty for kinds that have none
 */
public record Variable(Kind kind, String name) {
    /** What a variable is of. */
    public enum Kind {
        PATH("path.", true),
        QUERY("query.", true),
        CONSUMER_NAME("consumer.name", false),
        CONSUMER_GROUPS("consumer.groups", false),
        CONSUMER_PLAN("consumer.plan", false),
        JWT("jwt.", true),
        REQUEST_HEADER("request.header.", true),
        REQUEST_METHOD("request.method", false),
        REQUEST_HOST("request.host", false),
        REQUEST_PATH("request.path", false),
        REQUEST_ID("request.id", false),
        CLIENT_ADDRESS("client.address", false),
        API_NAME("api.name", false),
        API_VERSION("api.version", false),
        RESPONSE_HEADER("response.header.", true),
        RESPONSE_STATUS("response.status", false);

        private final String word;
        private final boolean named;

        Kind(String word, boolean named) {
            this.word = word;
            this.named = named;
        }

        /** What it begins with, where a name follows, or is. */
        public String word() {
            return word;
        }

        /** Whether a name follows. */
        public boolean isNamed() {
            return named;
        }

        /** It is only known when the backend has answered. */
        public boolean isOfAnswer() {
            return this == RESPONSE_HEADER || this == RESPONSE_STATUS;
        }

        /** It says who calls. */
        public boolean isOfConsumer() {
            return this == CONSUMER_NAME || this == CONSUMER_GROUPS || this == CONSUMER_PLAN;
        }
    }

    /** Empty when no variable is spelled so. Whether the name is a good one is not looked at. */
    public static Optional<Variable> of(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.named
                        ? text.startsWith(kind.word) && text.length() > kind.word.length()
                        : text.equals(kind.word))
                .map(kind -> new Variable(kind, text.substring(kind.word.length())))
                .findFirst();
    }

    /** As the document spells it. */
    @Override
    public String toString() {
        return kind.word + name;
    }
}
