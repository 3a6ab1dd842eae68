package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** {@code GET /v1/tokens}: never the secrets. */
public record TokensReport(List<Token> tokens) {
    /**
     * Times as RFC 3339; what is not known is left out.
     *
     * @param expires left out: never
     * @param by who made it
     * @param lastUsed to some minutes; left out: never
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Token(
            String id, String name, String role, String created, String expires, String by, String lastUsed) {}

    /**
     * {@code POST /v1/tokens}.
     *
     * @param secret the token, told here and never again
     * @param applied the nodes that know it
     * @param missing the members that did not say so within a second
     */
    public record Issued(Token token, String secret, List<String> applied, List<String> missing) {
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }
}
