package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.CachePolicy;
import io.weir.config.model.Credential;
import io.weir.config.model.GrpcPolicy;
import io.weir.config.model.Policy;
import io.weir.config.model.RewritePolicy;
import io.weir.config.model.Variable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether what a rewrite asks for can be there on the route, or version of an api, that has it. */
final class RewriteChecks {
    private final Mistakes mistakes;
    private final List<? extends Policy> policies;
    private final Set<String> parameters;
    private final boolean ofApi;
    private final Place place;

    /**
     * @param policies of the route
     * @param parameters of its path
     */
    RewriteChecks(
            Mistakes mistakes, List<? extends Policy> policies, Set<String> parameters, boolean ofApi, Place place) {
        this.mistakes = mistakes;
        this.policies = policies;
        this.parameters = parameters;
        this.ofApi = ofApi;
        this.place = place;
    }

    void check(RewritePolicy rewrite, Action action) {
        String owner = "\"" + rewrite.name() + "\"";
        if (!(action instanceof Action.Forward)) {
            mistakes.add(place, owner + " has nothing to rewrite", "a route that forwards");
        }
        boolean target = rewrite.request().method().isPresent()
                || rewrite.request().path().isPresent()
                || !rewrite.request().query().isEmpty();
        if (target && find(GrpcPolicy.class).isPresent()) {
            mistakes.add(
                    place,
                    owner + " changes which method of gRPC is called",
                    "a route without grpc-web and transcode, or only headers");
        }
        variables(
                owner,
                rewrite.templates()
                        .flatMap(template -> template.variables())
                        .distinct()
                        .toList());
    }

    /** @param owner who asks for them, as mistakes say it */
    void variables(String owner, List<Variable> variables) {
        for (Variable variable : variables) {
            known(owner, variable);
            stored(owner, variable);
        }
    }

    private void known(String owner, Variable variable) {
        String asks = owner + " asks for {" + variable + "}, but ";
        Variable.Kind kind = variable.kind();
        if (kind == Variable.Kind.PATH && !parameters.contains(variable.name())) {
            String message = asks + "the path has no {" + variable.name() + "}"
                    + Suggestion.didYouMean(variable.name(), parameters);
            mistakes.add(place, message, "a route whose path has that parameter");
        } else if (kind == Variable.Kind.JWT && !hasClaims()) {
            mistakes.add(place, asks + "no token is asked for here", "an authenticate policy with a jwt credential");
        } else if (kind.isOfConsumer() && find(Policy.Authenticate.class).isEmpty()) {
            mistakes.add(place, asks + "nothing here identifies a consumer", "an authenticate policy as well");
        } else if ((kind == Variable.Kind.API_NAME || kind == Variable.Kind.API_VERSION) && !ofApi) {
            mistakes.add(place, asks + "a route is no version of an api", "a version of an api that has the policy");
        }
    }

    private boolean hasClaims() {
        return find(Policy.Authenticate.class)
                .filter(policy -> policy.requirement().credentials().stream()
                        .anyMatch(credential -> credential instanceof Credential.Jwt
                                || credential instanceof Credential.Introspection
                                || credential instanceof Credential.Oidc))
                .isPresent();
    }

    /** What makes answers different, and is no part of the key, would be given to the next one who asks. */
    private void stored(String owner, Variable variable) {
        Optional<CachePolicy> cache = find(CachePolicy.class);
        if (cache.isPresent() && !isInKey(cache.get(), variable)) {
            String message = owner + " asks for {" + variable + "}, which \""
                    + cache.get().name() + "\" does not tell stored answers apart by";
            mistakes.add(place, message, "it in the key of the cache, or a route of its own");
        }
    }

    private static boolean isInKey(CachePolicy cache, Variable variable) {
        String name = variable.name();
        return switch (variable.kind()) {
            case CONSUMER_NAME, CONSUMER_GROUPS, CONSUMER_PLAN -> cache.consumer();
            case JWT, REQUEST_ID, CLIENT_ADDRESS -> false;
            case REQUEST_HEADER -> cache.headers().stream().anyMatch(name::equalsIgnoreCase);
            case QUERY -> cache.query().map(names -> names.contains(name)).orElse(true);
            case PATH, REQUEST_METHOD, REQUEST_HOST, REQUEST_PATH, API_NAME, API_VERSION -> true;
            case RESPONSE_HEADER, RESPONSE_STATUS -> true;
        };
    }

    private <T> Optional<T> find(Class<T> kind) {
        return policies.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
