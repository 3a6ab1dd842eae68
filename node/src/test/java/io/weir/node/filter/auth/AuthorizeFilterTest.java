package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.AccessRule;
import io.weir.config.model.Credential;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import io.weir.node.decide.auth.AccessDecision;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.TestExchange;
import io.weir.protocol.http.FieldName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthorizeFilterTest {
    private static final String BY_KEY = "WWW-Authenticate: ApiKey realm=\"weir\"";
    private static final AccessRule GOLD_MAY_WRITE = new AccessRule.AllOf(
            List.of(new AccessRule.Group("gold"), new AccessRule.Scope("orders:write"), new AccessRule.Scope("x")));

    private static AuthorizeFilter filter(AccessRule rule) {
        CompilerPorts ports = FakePorts.compiler(new EndpointStatuses(), FakePorts.NO_LIMITS, HostResolver.SYSTEM);
        AuthenticateFilter authenticate = AuthenticateFilter.of(
                Policy.Authenticate.of(
                        "in",
                        Requirement.anyOf(
                                new Credential.ApiKey(Credential.Place.HEADER, "X-Api-Key", Optional.empty()),
                                new Credential.Anonymous(Optional.empty()))),
                new Consumers(List.of(), Revocations.NONE),
                ports,
                new AuthenticationState(ports));
        return new AuthorizeFilter(new AccessDecision(rule), Optional.of(authenticate), new FieldName[0]);
    }

    private static TestExchange exchange(String method, String group, Set<String> scopes) {
        ConsumerPlan consumer = new ConsumerPlan("acme", Set.of(group), new byte[0]);
        return TestExchange.of("GET /").identifiedAs(new Identity(consumer, method, scopes, Map.of(), new byte[0]));
    }

    private static String refusal(AuthorizeFilter filter, TestExchange exchange) {
        assertThat(filter.onRequest(exchange)).isEqualTo(Outcome.ANSWERED);
        return Objects.requireNonNull(exchange.denied()).type();
    }

    @ParameterizedTest(name = "{0} of {1}: {2}, as {3}")
    @CsvSource({
        "gold,       gold silver, CONTINUE, one of the groups",
        "iron gold,  gold silver, CONTINUE, one of its own is enough",
        "iron,       gold silver, ANSWERED, another group",
        "Gold,       gold,        ANSWERED, names have a case",
        "'',         gold,        ANSWERED, no group at all",
    })
    void onlyConsumersInOneOfTheGroupsGoOn(String own, String groups, Outcome expected, String reason) {
        ConsumerPlan consumer = new ConsumerPlan("acme", Set.of(own.split(" ", -1)), new byte[0]);
        TestExchange exchange = TestExchange.of("GET /").identifiedAs(consumer);
        assertThat(filter(AccessRule.groups(List.of(groups.split(" ", -1)))).onRequest(exchange))
                .as(reason)
                .isEqualTo(expected);
        assertThat(exchange.denied() != null).isEqualTo(expected == Outcome.ANSWERED);
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "jwt           | gold | orders:write x | a token with the scopes that it lacks",
                "introspection | gold | orders:write x | the same for one that its issuer was asked about",
                "jwt           | iron |                | another token would not help",
                "api-key       | gold |                | no token",
                "oidc          | gold |                | a browser has none to show",
            })
    void whoseTokenLacksOnlyScopesIsToldWhich(String method, String group, String scopes, String reason) {
        TestExchange exchange = exchange(method, group, Set.of("x"));
        assertThat(refusal(filter(GOLD_MAY_WRITE), exchange)).isEqualTo("forbidden");
        List<String> expected = scopes == null
                ? List.of()
                : List.of("WWW-Authenticate: Bearer realm=\"weir\", error=\"insufficient_scope\", scope=\"" + scopes
                        + "\"");
        assertThat(exchange.responseFields).as(reason).isEqualTo(expected);
    }

    @Test
    void nobodyIsAskedForACredentialWhereItMightHelp() {
        TestExchange nobody = TestExchange.of("GET /");
        assertThat(refusal(filter(GOLD_MAY_WRITE), nobody)).isEqualTo("unauthenticated");
        assertThat(nobody.responseFields).containsExactly(BY_KEY);

        TestExchange guest = exchange(AnonymousAuthenticator.METHOD, "guests", Set.of());
        assertThat(refusal(filter(GOLD_MAY_WRITE), guest)).isEqualTo("unauthenticated");
        assertThat(guest.responseFields).containsExactly(BY_KEY);
        assertThat(filter(new AccessRule.Group("guests")).onRequest(guest)).isEqualTo(Outcome.CONTINUE);
        assertThat(refusal(filter(new AccessRule.Authenticated()), guest)).isEqualTo("unauthenticated");
    }

    @Test
    void nobodyIsRefusedWhereNoCredentialWouldHelp() {
        AccessRule posting =
                new AccessRule.AllOf(List.of(new AccessRule.Group("gold"), new AccessRule.Method(List.of("POST"))));
        TestExchange nobody = TestExchange.of("GET /");
        assertThat(refusal(filter(posting), nobody)).isEqualTo("forbidden");
        assertThat(nobody.responseFields).isEmpty();
        AuthorizeFilter unasked = new AuthorizeFilter(
                new AccessDecision(new AccessRule.Group("gold")), Optional.empty(), new FieldName[0]);
        assertThat(refusal(unasked, TestExchange.of("GET /"))).isEqualTo("forbidden");
    }
}
