package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request or an answer while rules work on it. Mutable, for one thread. */
public final class Message {
    /** Values that rules may copy, in one message: rules that copy their own copies would otherwise fill the memory. */
    private static final int MOST_COPIED = 1_000_000;

    private final Function<String, @Nullable String> came;
    private final Map<String, Optional<String>> fields = new LinkedHashMap<>();
    private final boolean mayGetBody;
    private final QueryText query;
    private final PathText path;
    private @Nullable JsonNode body;
    private boolean touched;
    private int status;
    private int copied;

    private Message(
            Function<String, @Nullable String> came,
            boolean mayGetBody,
            QueryText query,
            PathText path,
            @Nullable JsonNode body,
            int status) {
        this.came = came;
        this.mayGetBody = mayGetBody;
        this.query = query;
        this.path = path;
        this.body = body;
        this.status = status;
    }

    /**
     * @param path what follows the version's own path; empty or beginning with a slash, percent-encoded
     * @param query as it came, without its question mark; empty: none
     * @param fields the value of a field by its name in lower case, or null
     * @param body null: there is none, or nothing that rules can work on
     * @param mayGetBody whether a parameter may become the first value of a body
     */
    public static Message request(
            String path,
            String query,
            Function<String, @Nullable String> fields,
            @Nullable JsonNode body,
            boolean mayGetBody) {
        return new Message(fields, mayGetBody, new QueryText(query), new PathText(path), body, 0);
    }

    /** An answer; see {@link #request}. */
    public static Message answer(int status, Function<String, @Nullable String> fields, @Nullable JsonNode body) {
        return new Message(fields, false, new QueryText(""), new PathText(""), body, status);
    }

    /** Null: none. */
    public @Nullable JsonNode body() {
        return body;
    }

    /** Whether the body is no more what it was. */
    public boolean isTouched() {
        return touched;
    }

    /** 0 for a request. */
    public int status() {
        return status;
    }

    /** Percent-encoded, as {@link #request} takes it. */
    public String path() {
        return path.text();
    }

    /** As {@link #request} takes it. */
    public String query() {
        return query.text();
    }

    /** Fields that rules have set, or dropped (empty); by their names in lower case. */
    public Map<String, Optional<String>> fields() {
        return fields;
    }

    PathText pathText() {
        return path;
    }

    QueryText queryText() {
        return query;
    }

    @Nullable
    String field(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        Optional<String> own = fields.get(lower);
        return own == null ? came.apply(lower) : own.orElse(null);
    }

    void field(String name, Optional<String> value) {
        fields.put(name.toLowerCase(Locale.ROOT), value);
    }

    void status(int newStatus) {
        status = newStatus;
    }

    void replace(JsonNode newBody) {
        body = newBody;
        touched = true;
    }

    /** There is a body, and nothing in it. */
    void empty() {
        replace(JsonNodeFactory.instance.objectNode());
    }

    void touch() {
        touched = true;
    }

    /** Whether a value that is no part of a body can be put into one. */
    boolean takesIntoBody() {
        return body != null || mayGetBody;
    }

    /** One of its own for each place. */
    JsonNode copy(JsonNode value) throws NotAdaptable {
        if (!value.isContainerNode()) {
            return value;
        }
        copied += count(value, MOST_COPIED);
        if (copied > MOST_COPIED) {
            throw new NotAdaptable("its values are copied too often");
        }
        return value.deepCopy();
    }

    private static int count(JsonNode value, int most) {
        int count = 1;
        for (JsonNode child : value) {
            count += child.isContainerNode() ? count(child, most - count) : 1;
            if (count > most) {
                return count;
            }
        }
        return count;
    }
}
