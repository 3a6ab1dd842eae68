package io.weir.config.parse;

import io.weir.config.model.GatewayDocument;
import java.util.List;
import java.util.Optional;

/** A valid document, or everything that is wrong with it: exactly one of the two. */
public record ParseResult(Optional<GatewayDocument> document, List<Mistake> mistakes) {
    public ParseResult {
        mistakes = List.copyOf(mistakes);
    }

    static ParseResult of(GatewayDocument document) {
        return new ParseResult(Optional.of(document), List.of());
    }

    static ParseResult wrong(List<Mistake> mistakes) {
        return new ParseResult(Optional.empty(), mistakes);
    }

    /** @throws IllegalArgumentException naming the mistakes, when there are any */
    public GatewayDocument orThrow() {
        return document.orElseThrow(() -> new IllegalArgumentException(
                String.join("\n", mistakes.stream().map(Mistake::toString).toList())));
    }
}
