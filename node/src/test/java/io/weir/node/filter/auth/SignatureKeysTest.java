package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.model.Consumer;
import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.filter.auth.Authenticator.Result;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Revocations;
import io.weir.node.state.Stager.StagingException;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.RequestSigner;
import io.weir.node.testkit.Signers;
import io.weir.node.testkit.SwitchedRevocations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SignatureKeysTest {
    private static final String BASE = "what is signed";
    private static final RequestSigner ONE = RequestSigner.of(SignatureAlgorithm.HMAC_SHA256);
    private static final RequestSigner TWO = RequestSigner.of(SignatureAlgorithm.HMAC_SHA256);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final SwitchedRevocations revocations = new SwitchedRevocations();

    private SignatureKeys keys(Consumer... consumers) {
        CompilerPorts ports = FakePorts.asking(
                        call -> CompletableFuture.failedFuture(new IOException("nobody")),
                        ref -> switch (ref.name()) {
                            case "ONE" -> ONE.material();
                            case "TWO" -> TWO.material();
                            case "short" -> "hunter2".getBytes(StandardCharsets.US_ASCII);
                            default -> Signers.material(ref);
                        },
                        revocations,
                        Runnable::run)
                .apply(FakePorts.compiler(new EndpointStatuses(), FakePorts.NO_LIMITS, HostResolver.SYSTEM));
        AuthenticatorParts parts = new AuthenticatorParts(
                new Consumers(List.of(consumers), revocations),
                ports,
                new AuthenticationState(ports),
                new Stripping(false),
                Guesses.NOT_COUNTED);
        return new SignatureKeys(parts, EnumSet.allOf(SignatureAlgorithm.class), "signature");
    }

    private static Consumer consumer(String name, SignatureKey... keys) {
        return new Consumer(
                name, List.of(), Optional.empty(), List.of(), Optional.empty(), List.of(), List.of(), List.of(keys));
    }

    private static SignatureKey key(String id, String variable) {
        return key(id, variable, SignatureAlgorithm.HMAC_SHA256, null, null);
    }

    private static SignatureKey key(
            String id, String name, SignatureAlgorithm algorithm, @Nullable Instant from, @Nullable Instant until) {
        return new SignatureKey(
                id,
                algorithm,
                new SecretRef(SecretRef.Kind.ENV, name),
                Optional.ofNullable(from),
                Optional.ofNullable(until),
                List.of("of:" + name));
    }

    private static @Nullable String who(SignatureKeys keys, String id, RequestSigner signer, Instant at) {
        byte[] base = BASE.getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getDecoder().decode(signer.sign(BASE));
        Result result = keys.candidates(id, "").verify(base, signature, at.toEpochMilli());
        return result instanceof Result.Known known
                ? known.identity().consumer().name()
                : result == null ? null : "wrong";
    }

    @Test
    void aKeyIsItsConsumersUnderItsId() {
        SignatureKeys keys = keys(consumer("acme", key("a", "ONE")), consumer("beta", key("b", "TWO")));
        assertThat(who(keys, "a", ONE, NOON)).isEqualTo("acme");
        assertThat(who(keys, "b", TWO, NOON)).isEqualTo("beta");
        assertThat(who(keys, "a", TWO, NOON)).isNull();
        assertThat(who(keys, "b", ONE, NOON)).isNull();
    }

    @Test
    void aKeyAllowsWhatTheDocumentSays() {
        byte[] signature = Base64.getDecoder().decode(ONE.sign(BASE));
        Result result = keys(consumer("acme", key("a", "ONE"), key("b", "TWO")))
                .candidates("a", "")
                .verify(BASE.getBytes(StandardCharsets.US_ASCII), signature, 0);
        assertThat(result).isInstanceOfSatisfying(Result.Known.class, known -> {
            assertThat(known.identity().scopes()).containsExactly("of:ONE");
            assertThat(known.identity().method()).isEqualTo("signature");
        });
    }

    @Test
    void anIdThatIsNobodysCostsAVerificationAndLetsNobodyIn() {
        SignatureKeys keys = keys(consumer("acme", key("a", "ONE")));
        assertThat(who(keys, "nobody", ONE, NOON))
                .as("although its stand-in is the very key that signed")
                .isNull();
        SignatureKeys publicOnes = keys(consumer("acme", key("a", "ed25519", SignatureAlgorithm.ED25519, null, null)));
        assertThat(publicOnes.candidates("nobody", "").isQuick())
                .as("it takes the same way as the key of somebody")
                .isFalse();
        assertThat(keys().candidates("nobody", "").isQuick()).isTrue();
    }

    @Test
    void keysOfOneIdOverlapWhileOneTakesTheOthersPlace() {
        SignatureKeys keys = keys(consumer(
                "acme",
                key("a", "ONE", SignatureAlgorithm.HMAC_SHA256, null, NOON),
                key("a", "TWO", SignatureAlgorithm.HMAC_SHA256, NOON.minusSeconds(60), null)));
        assertThat(who(keys, "a", ONE, NOON.minusSeconds(61))).isEqualTo("acme");
        assertThat(who(keys, "a", TWO, NOON.minusSeconds(61))).as("not yet").isEqualTo("wrong");
        assertThat(who(keys, "a", ONE, NOON.minusSeconds(1))).isEqualTo("acme");
        assertThat(who(keys, "a", TWO, NOON.minusSeconds(1))).isEqualTo("acme");
        assertThat(who(keys, "a", ONE, NOON)).as("no longer; it is no guess").isEqualTo("wrong");
        assertThat(who(keys, "a", TWO, NOON)).isEqualTo("acme");
    }

    @Test
    void aKeyIsRefusedAsSoonAsItIsRevoked() {
        SignatureKeys keys = keys(consumer("acme", key("a", "ONE"), key("b", "TWO")));
        revocations.revoke(Revocations.Kind.SIGNATURE_KEY, "a");
        assertThat(who(keys, "a", ONE, NOON)).isEqualTo("wrong");
        assertThat(who(keys, "b", TWO, NOON)).isEqualTo("acme");
    }

    @Test
    void theAlgorithmThatARequestNamesMustBeTheKeys() {
        SignatureKeys keys = keys(consumer("acme", key("a", "ONE")));
        byte[] base = BASE.getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getDecoder().decode(ONE.sign(BASE));
        assertThat(keys.candidates("a", "hmac-sha256").verify(base, signature, 0))
                .isInstanceOf(Result.Known.class);
        assertThat(keys.candidates("a", "ed25519").verify(base, signature, 0)).isNull();
        assertThat(keys.candidates("a", "hmac-sha512").verify(base, signature, 0))
                .isNull();
    }

    @Test
    void aKeyThatCannotBeUsedRefusesTheRevision() {
        assertThatThrownBy(() -> keys(consumer("acme", key("a", "short"))))
                .isInstanceOf(StagingException.class)
                .hasMessage("consumer acme: the signature key a (env:short) cannot be used:"
                        + " the secret is shorter than 32 bytes");
        assertThatThrownBy(() -> keys(consumer("acme", key("a", "missing"))))
                .isInstanceOf(StagingException.class)
                .hasMessageContaining("env:missing");
        assertThatThrownBy(() ->
                        keys(consumer("acme", key("a", "ed25519", SignatureAlgorithm.RSA_V1_5_SHA256, null, null))))
                .isInstanceOf(StagingException.class)
                .hasMessageContaining("needs an RSA key, and it is Ed25519");
    }
}
