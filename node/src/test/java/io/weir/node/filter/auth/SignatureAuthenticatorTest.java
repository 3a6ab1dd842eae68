package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.SignatureAlgorithm;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.RequestSigner;
import io.weir.node.testkit.SignedText;
import io.weir.node.testkit.TestExchange;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What of signed requests counts as a guess, and what is taken out of them. */
final class SignatureAuthenticatorTest {
    private static final RequestSigner OTHER = RequestSigner.of(SignatureAlgorithm.HMAC_SHA256);
    private static final String GOOD = SignedText.get("/a").by(SignedFilters.SIGNER, SignedFilters.ID);

    static Stream<Arguments> wrong() {
        long old = System.currentTimeMillis() / 1000 - 3600;
        return Stream.of(
                Arguments.of("another key", 429, SignedText.get("/a").by(OTHER, SignedFilters.ID)),
                Arguments.of("nobody's key", 429, SignedText.get("/a").by(SignedFilters.SIGNER, "nobody")),
                Arguments.of("another path", 429, GOOD.replace("/a ", "/b ")),
                Arguments.of("too old", 401, SignedText.get("/a").created(old).by(OTHER, SignedFilters.ID)),
                Arguments.of(
                        "too little",
                        401,
                        SignedText.get("/a").covering("@method").by(OTHER, SignedFilters.ID)),
                Arguments.of("malformed", 401, GOOD.replace("sig1=(", "sig1=[")),
                Arguments.of("nothing", 401, SignedText.get("/a").request("")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrong")
    void onlyWhatCouldHaveBeenGuessedCounts(String what, int status, String request) {
        AuthenticateFilter filter = SignedFilters.of(FakePorts.NOTHING_LEFT);
        assertThat(status(filter, request)).isEqualTo(status);
        assertThat(status(filter, GOOD))
                .as("nothing more is heard from where guesses come from")
                .isEqualTo(status == 429 ? 429 : 200);
    }

    @Test
    void whoIsRightIsCountedNowhere() {
        AuthenticateFilter filter = SignedFilters.of(FakePorts.NOTHING_LEFT);
        for (int i = 0; i < 10; i++) {
            assertThat(status(filter, GOOD)).isEqualTo(200);
        }
    }

    @Test
    void bothFieldsAreTakenOutGoodOrNot() {
        for (String request : new String[] {GOOD, GOOD.replace("/a ", "/b ")}) {
            TestExchange exchange = TestExchange.of(request);
            SignedFilters.of(FakePorts.NO_LIMITS).onRequest(exchange);
            assertThat(exchange.droppedFields).contains("signature", "signature-input");
        }
    }

    private static int status(AuthenticateFilter filter, String request) {
        TestExchange exchange = TestExchange.of(request);
        return filter.onRequest(exchange) == Outcome.CONTINUE
                ? 200
                : Objects.requireNonNull(exchange.denied()).status();
    }
}
