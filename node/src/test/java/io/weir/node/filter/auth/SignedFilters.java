package io.weir.node.filter.auth;

import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Limiters;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.RequestSigner;
import io.weir.node.testkit.Signers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Filters for signed requests, without a gateway around them. */
final class SignedFilters {
    static final RequestSigner SIGNER = Signers.of(SignatureAlgorithm.HMAC_SHA256);
    static final String ID = "k";

    private static final SignatureAlgorithm HMAC = SignatureAlgorithm.HMAC_SHA256;

    private SignedFilters() {}

    /** Lets in whoever signs with {@link #SIGNER}, by a signature or by an HMAC. */
    static AuthenticateFilter of(Limiters limiters) {
        CompilerPorts ports = FakePorts.asking(
                        call -> CompletableFuture.failedFuture(new IOException("nobody")),
                        Signers::material,
                        Revocations.NONE,
                        Runnable::run)
                .apply(FakePorts.compiler(new EndpointStatuses(), limiters, HostResolver.SYSTEM));
        SignatureKey key = SignatureKey.of(ID, HMAC, new SecretRef(SecretRef.Kind.FILE, HMAC.word()));
        Consumer acme = new Consumer(
                "acme", List.of(), Optional.empty(), List.of(), Optional.empty(), List.of(), List.of(), List.of(key));
        Credential signature = new Credential.Signature(
                Credential.Signature.COMPONENTS,
                List.of(HMAC),
                Credential.Signature.MAX_AGE,
                Credential.Signature.LEEWAY,
                Optional.empty(),
                Optional.empty(),
                false,
                Credential.Replay.ALLOW,
                1000);
        Credential hmac = new Credential.Hmac(
                Credential.Hmac.HEADERS, List.of(HMAC), Credential.Hmac.CLOCK_SKEW, Credential.Replay.ALLOW, 1000);
        Policy.Authenticate policy = Policy.Authenticate.of("in", Requirement.anyOf(signature, hmac));
        return AuthenticateFilter.of(
                policy, new Consumers(List.of(acme), Revocations.NONE), ports, new AuthenticationState(ports));
    }
}
