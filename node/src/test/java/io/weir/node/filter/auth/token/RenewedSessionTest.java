package io.weir.node.filter.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.ClaimMapping;
import io.weir.config.model.Credential;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.filter.auth.AuthenticateFilter;
import io.weir.node.filter.auth.AuthenticationState;
import io.weir.node.filter.auth.Consumers;
import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Revocations;
import io.weir.node.state.Secrets;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.Secret;
import io.weir.node.testkit.TestExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A session that is in use gets a new cookie now and then. */
final class RenewedSessionTest {
    private static final Credential.Oidc OIDC = new Credential.Oidc(
            "https://id.example",
            new TokenKeys.Discovered(Optional.empty(), Optional.empty()),
            "weir",
            new SecretRef(SecretRef.Kind.ENV, "S"),
            List.of("openid"),
            "/in",
            "/out",
            Optional.empty(),
            Credential.Session.DEFAULT,
            List.of(),
            ClaimMapping.DEFAULT);
    private static final Secrets SECRETS = ref -> new byte[] {1};
    private static final HttpCalls NOBODY = call -> CompletableFuture.failedFuture(new IOException("nobody"));

    private final AtomicLong seconds = new AtomicLong(1_000_000);
    private final IdentityProviders providers =
            new IdentityProviders(NOBODY, SECRETS, Secret.of(1), Runnable::run, new Clock() {
                @Override
                public long nanos() {
                    return seconds.get() * 1_000_000_000;
                }

                @Override
                public long seconds() {
                    return seconds.get();
                }
            });

    private AuthenticateFilter filter() {
        CompilerPorts plain = FakePorts.compiler(new EndpointStatuses(), FakePorts.NO_LIMITS, HostResolver.SYSTEM);
        CompilerPorts ports = new CompilerPorts(
                plain.statuses(),
                plain.limiters(),
                plain.sessions(),
                plain.resolver(),
                plain.certificates(),
                plain.backendTls(),
                SECRETS,
                plain.revocations(),
                NOBODY,
                plain.files(),
                plain.workers(),
                providers,
                plain.replays(),
                new CacheStores());
        return AuthenticateFilter.of(
                Policy.Authenticate.of("in", Requirement.anyOf(OIDC)),
                new Consumers(List.of(), Revocations.NONE),
                ports,
                new AuthenticationState(ports));
    }

    @Test
    void noCacheKeepsAnAnswerThatBringsTheNewCookie() {
        AuthenticateFilter filter = filter();
        String cookie = Objects.requireNonNull(providers.logins(OIDC).sessions().begin(Map.of("sub", "ann")));
        String head = "GET /a HTTP/1.1\r\nHost: h\r\nCookie: weir-session=" + cookie;
        TestExchange soon = TestExchange.of(head);
        assertThat(filter.onRequest(soon)).isEqualTo(Outcome.CONTINUE);
        assertThat(soon.responseFields).isEmpty();
        seconds.addAndGet(Credential.Session.DEFAULT.idle().toSeconds() / 3);
        TestExchange later = TestExchange.of(head);
        assertThat(filter.onRequest(later)).isEqualTo(Outcome.CONTINUE);
        assertThat(later.responseFields)
                .contains("Cache-Control: no-store")
                .anyMatch(field -> field.startsWith("Set-Cookie: weir-session="));
    }
}
