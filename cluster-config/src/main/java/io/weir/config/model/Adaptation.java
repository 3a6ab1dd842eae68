package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/**
 * A version that is made of another: its requests become the other's, whose answers become its own.
 *
 * @param from name of the other version, which may be an adaptation itself
 * @param bodyBytes longer JSON bodies are refused
 * @param request from this version to the other
 * @param response from the other version to this one, for answers with a status below 400
 * @param errors the same for all others
 * @param examples what has to hold for the document to be valid
 * @param exampleFile more of them, in a file that each node has ({@code file:PATH})
 */
public record Adaptation(
        String from,
        int bodyBytes,
        List<AdaptationRule> request,
        List<AdaptationRule> response,
        List<AdaptationRule> errors,
        List<Example> examples,
        Optional<String> exampleFile) {
    public static final int BODY_BYTES = 1024 * 1024;

    public Adaptation {
        request = List.copyOf(request);
        response = List.copyOf(response);
        errors = List.copyOf(errors);
        examples = List.copyOf(examples);
    }

    /**
     * A body and what it becomes, both texts of JSON.
     *
     * @param status of the answer; 0: it is a request
     */
    public record Example(int status, String body, String becomes) {
        public boolean isRequest() {
            return status == 0;
        }
    }
}
