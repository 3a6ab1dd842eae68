package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.state.FilterContext;

/** Lets in whoever has no credential; that nobody comes this far with a wrong one is {@link Examination}'s work. */
final class AnonymousAuthenticator implements Authenticator {
    static final String METHOD = "anonymous";

    private final Result result;

    AnonymousAuthenticator(Credential.Anonymous anonymous, Consumers consumers) {
        result = anonymous
                .consumer()
                .<Result>map(name -> new Result.Known(consumers.named(name, METHOD)))
                .orElse(Result.NOBODY);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        return result;
    }

    @Override
    public String challenge(boolean wrong) {
        return "";
    }
}
