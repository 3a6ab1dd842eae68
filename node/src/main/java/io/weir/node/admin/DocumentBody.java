package io.weir.node.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/** Reads the body of a request as text, bounded in size and time. */
final class DocumentBody {
    static final long MOST_BYTES = 16 * 1024 * 1024;
    private static final long BOUND_MILLIS = 30_000;

    private DocumentBody() {}

    /** Completes exceptionally with a {@link Refusal} when it is too large or no UTF-8. */
    static CompletionStage<String> read(HttpRequest request, ActorSystem<?> system) {
        return read(request, system, MOST_BYTES);
    }

    /** The same for a body of another size. */
    static CompletionStage<String> read(HttpRequest request, ActorSystem<?> system, long most) {
        long said = request.entity().getContentLengthOption().orElse(0);
        if (said > most) {
            throw tooLarge(most);
        }
        return request.toStrict(BOUND_MILLIS, most, system).handle((strict, failure) -> {
            if (strict == null) {
                throw failure.getCause() instanceof EntityStreamSizeException
                                || failure instanceof EntityStreamSizeException
                        ? tooLarge(most)
                        : new CompletionException(failure);
            }
            return text((HttpEntity.Strict) strict.entity());
        });
    }

    private static String text(HttpEntity.Strict entity) {
        ByteBuffer bytes = entity.getData().asByteBuffer();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("body", "The body is not UTF-8 text.", "text in UTF-8");
        }
    }

    private static Refusal tooLarge(long most) {
        return Refusal.of(413, "content-too-large", "The body is too large", "At most " + most + " bytes are read.");
    }
}
