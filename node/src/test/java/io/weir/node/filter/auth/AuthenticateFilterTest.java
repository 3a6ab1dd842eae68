package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.TestExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticateFilterTest {
    private static final Consumers CONSUMERS = new Consumers(
            List.of(
                    Consumer.of("acme", List.of("gold", "eu"), List.of(key("acme-key"), key("acme+2&key"))),
                    Consumer.of("beta", List.of(), List.of(key("beta-key")))),
            Revocations.NONE);

    private static final CompilerPorts PORTS =
            FakePorts.compiler(new EndpointStatuses(), FakePorts.NO_LIMITS, HostResolver.SYSTEM);

    private final AuthenticateFilter filter = AuthenticateFilter.of(
            Policy.Authenticate.of(
                    "in",
                    Requirement.anyOf(
                            new Credential.ApiKey(Credential.Place.HEADER, "X-Api-Key", Optional.empty()),
                            new Credential.ApiKey(Credential.Place.QUERY, "api-key", Optional.empty()),
                            new Credential.ApiKey(Credential.Place.HEADER, "X-Old-Key", Optional.empty()))),
            CONSUMERS,
            PORTS,
            new AuthenticationState(PORTS));

    @ParameterizedTest(name = "{0} {1}: {2}, as {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/a                       | X-Api-Key: acme-key                       | acme   | a valid key",
                "/a                       | x-api-key:  acme-key                      | acme   | names have no case and values no space around them",
                "/a                       | X-Old-Key: beta-key                       | beta   | the last place",
                "/a?api-key=acme-key      | X-Other: x                                | acme   | in the query",
                "/a?api-key=acme%2B2%26key| X-Other: x                                | acme   | it is decoded there",
                "/a?api-key=acme-key      | X-Api-Key: wrong                          | acme   | the first valid one counts",
                "/a?api-key=beta-key      | X-Api-Key: acme-key                       | acme   | the first place counts",
                "/a                       | X-Other: x                                | nobody | no key",
                "/a                       | X-Api-Key: acme-kez                       | nobody | a wrong key",
                "/a                       | X-Api-Key: ACME-KEY                       | nobody | keys have a case",
                "/a                       | X-Api-Key:                                | nobody | an empty key",
                "/a?api-key               | X-Other: x                                | nobody | an empty key",
            })
    void theConsumerIsFoundByTheKey(String target, String field, String expected, String reason) {
        TestExchange exchange = TestExchange.of("GET " + target + " HTTP/1.1\r\n" + field);
        Outcome outcome = filter.onRequest(exchange);
        if (expected.equals("nobody")) {
            assertThat(outcome).as(reason).isEqualTo(Outcome.ANSWERED);
            assertThat(Objects.requireNonNull(exchange.denied()).status()).isEqualTo(401);
            assertThat(exchange.responseFields).containsExactly("WWW-Authenticate: ApiKey realm=\"weir\"");
            assertThat(exchange.consumer()).isNull();
        } else {
            assertThat(outcome).as(reason).isEqualTo(Outcome.CONTINUE);
            assertThat(Objects.requireNonNull(exchange.consumer()).name()).isEqualTo(expected);
            assertThat(exchange.denied()).isNull();
        }
    }

    @Test
    void noCredentialGoesOnToTheBackend() {
        TestExchange exchange =
                TestExchange.of("GET /a?api-key=wrong HTTP/1.1\r\nX-Api-Key: acme-key\r\n" + "X-Old-Key: wrong");
        filter.onRequest(exchange);
        assertThat(exchange.droppedFields).containsExactlyInAnyOrder("x-api-key", "x-old-key");
        assertThat(exchange.droppedParameters).containsExactly("api-key");
        assertThat(exchange.requestLines).containsExactly("X-Consumer-Name: acme", "X-Consumer-Groups: gold, eu");
    }

    @Test
    void aConsumerWithoutGroupsHasNoSuchField() {
        TestExchange exchange = TestExchange.of("GET /a HTTP/1.1\r\nX-Api-Key: beta-key");
        filter.onRequest(exchange);
        assertThat(exchange.requestLines).containsExactly("X-Consumer-Name: beta");
    }

    @Test
    void aKeyOfAnyLengthIsAnswered() {
        for (int length : List.of(Consumers.LONGEST_KEY, Consumers.LONGEST_KEY + 1, 60_000)) {
            String head = "GET /a?api-key=" + "k".repeat(length) + " HTTP/1.1\r\nX-Api-Key: " + "k".repeat(length);
            assertThat(filter.onRequest(TestExchange.of(head))).isEqualTo(Outcome.ANSWERED);
        }
    }

    private static Consumer.ApiKey key(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Consumer.ApiKey.of(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
