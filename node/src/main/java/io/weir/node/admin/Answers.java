package io.weir.node.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.protocol.admin.ProblemReport;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Answers with a body. */
final class Answers {
    static final ContentType JSON = ContentTypes.APPLICATION_JSON;
    static final ContentType PROBLEM = ContentTypes.parse("application/problem+json");
    static final ContentType YAML = ContentTypes.parse("application/yaml; charset=UTF-8");
    static final ContentType METRICS = ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Answers() {}

    static HttpResponse json(int status, Object body) {
        return text(status, JSON, write(body));
    }

    static CompletionStage<HttpResponse> ok(Object body) {
        return CompletableFuture.completedFuture(json(200, body));
    }

    static HttpResponse problem(ProblemReport report) {
        return text(report.status(), PROBLEM, write(report));
    }

    static HttpResponse text(int status, ContentType type, String body) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(type, body.getBytes(StandardCharsets.UTF_8)))
                .addHeader(header("Cache-Control", "no-store"));
    }

    static HttpHeader header(String name, String value) {
        return RawHeader.create(name, value);
    }

    private static String write(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of values are always JSON", e);
        }
    }
}
