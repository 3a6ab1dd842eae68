package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Adaptation;
import java.util.List;
import java.util.Optional;

/** Whether an adaptation does what its examples say, and takes back what it does. Pure. */
public final class Proof {
    private static final int OK = 200;

    private final Adaptation adaptation;
    private final AdaptationChain chain;

    /** @param adaptation a valid one */
    public Proof(Adaptation adaptation) {
        this.adaptation = adaptation;
        this.chain = AdaptationChain.of(List.of(adaptation));
    }

    /** What is wrong with the example; empty: it holds. */
    public Optional<String> of(Adaptation.Example example) {
        JsonNode body = JsonBody.constant(example.body());
        try {
            Message message = example.isRequest() ? request(body) : answer(example.status(), body);
            return Difference.of(JsonBody.constant(example.becomes()), message.body())
                    .map(difference -> "is not what it becomes: " + difference);
        } catch (NotAdaptable e) {
            return Optional.of("cannot be adapted: " + e.reason());
        }
    }

    /**
     * Where the rules of answers undo those of requests, a body that goes there and comes back has to be the same: those of
     * examples, and one that has what the rules speak of. What is wrong, or empty.
     */
    public Optional<String> ofReturn() {
        if (!Inverses.undo(adaptation.request(), adaptation.response())) {
            return Optional.empty();
        }
        for (Adaptation.Example example : adaptation.examples()) {
            Optional<String> wrong =
                    example.isRequest() ? returned(JsonBody.constant(example.body())) : Optional.empty();
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return returned(Inverses.sample(adaptation.request()));
    }

    private Optional<String> returned(JsonNode body) {
        JsonNode there = body.deepCopy();
        try {
            Message request = request(there);
            JsonNode sent = request.body();
            Message answer = answer(OK, sent == null ? there : sent);
            return Difference.of(body, answer.body());
        } catch (NotAdaptable e) {
            return Optional.of(e.reason());
        }
    }

    private Message request(JsonNode body) throws NotAdaptable {
        Message message = Message.request("", "", name -> null, body, true);
        chain.request(message);
        return message;
    }

    private Message answer(int status, JsonNode body) throws NotAdaptable {
        Message message = Message.answer(status, name -> null, body);
        chain.answer(message);
        return message;
    }
}
