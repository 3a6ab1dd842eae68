package io.weir.node.filter.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.node.filter.validate.EncodedText;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Method;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the texts of persisted queries in place of what names them: the backend need not know them. */
final class KnownTexts {
    private static final JsonMapper JSON = new JsonMapper();

    private KnownTexts() {}

    /** @param texts null where a request brings its own */
    static void put(FilterContext exchange, List<@Nullable String> texts) {
        byte[] body = exchange.body();
        String first = texts.get(0);
        if (exchange.head().method() == Method.GET && first != null) {
            exchange.forwardAs("GET", exchange.forwardedPath(), query(exchange.forwardedQuery(), first));
        } else if (body != null) {
            exchange.replaceBody(body(body, texts));
        }
    }

    /** Strict readers have read it before. */
    private static byte[] body(byte[] body, List<@Nullable String> texts) {
        try {
            JsonNode root = JSON.readTree(body);
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                if (text != null) {
                    put((ObjectNode) (root.isArray() ? root.get(i) : root), text);
                }
            }
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new IllegalStateException("what was read is JSON", e);
        }
    }

    private static void put(ObjectNode request, String text) {
        request.put("query", text);
        request.remove("documentId");
        JsonNode extensions = request.get("extensions");
        if (extensions instanceof ObjectNode object) {
            object.remove("persistedQuery");
            if (object.isEmpty()) {
                request.remove("extensions");
            }
        }
    }

    /** @param raw what would be sent now */
    private static String query(String raw, String text) {
        List<String> pairs = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            String kept = kept(pair);
            if (!kept.isEmpty()) {
                pairs.add(kept);
            }
        }
        pairs.add("query=" + encoded(text));
        return String.join("&", pairs);
    }

    /** Empty: the backend is not to see it. */
    private static String kept(String pair) {
        int equals = pair.indexOf('=');
        String name = EncodedText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
        if ("documentId".equals(name) || "query".equals(name)) {
            return "";
        }
        String value =
                "extensions".equals(name) && equals > 0 ? EncodedText.decode(pair.substring(equals + 1), true) : null;
        return value == null || value.isEmpty() ? pair : extensions(value);
    }

    private static String extensions(String value) {
        try {
            ObjectNode extensions = (ObjectNode) JSON.readTree(value);
            extensions.remove("persistedQuery");
            return extensions.isEmpty() ? "" : "extensions=" + encoded(JSON.writeValueAsString(extensions));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read is JSON", e);
        }
    }

    /** RFC 3986's way: a plus may be read as one. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
