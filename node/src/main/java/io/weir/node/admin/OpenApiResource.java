package io.weir.node.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/openapi.json}: what can be asked, as OpenAPI 3.1. Written by hand; a test holds it against the table. */
final class OpenApiResource {
    private static final String FILE = "openapi.json";

    private final String description;

    OpenApiResource() {
        try (InputStream file = OpenApiResource.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not where the program is");
            }
            description = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        return CompletableFuture.completedFuture(Answers.text(200, Answers.JSON, description));
    }
}
