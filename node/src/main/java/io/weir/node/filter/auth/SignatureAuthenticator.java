package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.config.model.Credential.Replay;
import io.weir.node.decide.signature.ContentDigest;
import io.weir.node.decide.signature.SignatureBase;
import io.weir.node.decide.signature.SignatureInput;
import io.weir.node.decide.signature.SignatureTerms;
import io.weir.node.decide.signature.SignedRequest;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Replays;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A signature over parts of the request (RFC 9421). What it must cover and how old it may be is looked at before any key,
 * so that nothing about keys shows; a shared secret is then tried on the loop, a public key beside it.
 */
final class SignatureAuthenticator implements Authenticator {
    private static final FieldName INPUT = FieldName.of("signature-input");
    private static final FieldName SIGNATURE = FieldName.of("signature");

    private final Credential.Signature policy;
    private final SignatureTerms terms;
    private final SignatureKeys keys;
    private final AuthenticatorParts parts;
    private final String wanted;

    SignatureAuthenticator(Credential.Signature policy, AuthenticatorParts parts) {
        this.policy = policy;
        this.parts = parts;
        terms = new SignatureTerms(
                policy.components(),
                policy.maxAge().toSeconds(),
                policy.leeway().toSeconds(),
                policy.needsNonce());
        keys = new SignatureKeys(parts, EnumSet.copyOf(policy.algorithms()), "signature");
        wanted = wanted(policy);
    }

    /** RFC 9421 §5.1. */
    private static String wanted(Credential.Signature policy) {
        String components = policy.components().stream()
                .map(component -> '"' + component + '"')
                .collect(Collectors.joining(" ", "=(", ")"));
        String algorithm = policy.algorithms().size() == 1
                ? ";alg=\"" + policy.algorithms().get(0).word() + '"'
                : "";
        String tag = policy.tag().map(text -> ";tag=\"" + text + '"').orElse("");
        return policy.label().orElse("sig") + components + ";created;keyid" + algorithm + tag;
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        if (!take(exchange)) {
            return Result.ABSENT;
        }
        SignedRequest request = new SignedRequest(exchange.head(), exchange.isSecure());
        String inputs = request.field("signature-input");
        String signatures = request.field("signature");
        if (inputs == null || signatures == null) {
            return Result.WRONG;
        }
        SignatureInput.Reading reading = SignatureInput.read(
                inputs, signatures, policy.label().orElse(""), policy.tag().orElse(""));
        if (!(reading instanceof SignatureInput.Reading.Some some)) {
            return reading instanceof SignatureInput.Reading.None ? Result.ABSENT : Result.WRONG;
        }
        return examine(exchange, later, request, choose(some.found()));
    }

    private Result examine(FilterContext exchange, Later later, SignedRequest request, SignatureInput input) {
        byte[] base = terms.accept(input, request, System.currentTimeMillis() / 1000)
                ? SignatureBase.of(input, request)
                : null;
        if (base == null) {
            return Result.WRONG;
        }
        if (parts.guesses().isRefused(exchange, "")) {
            return Result.ANSWERED;
        }
        return new SignedExamination(exchange, later, parts, claim(exchange.head(), input, base, request)).begin();
    }

    /** Of several the first whose key is one of ours: others may be meant for somebody else. */
    private SignatureInput choose(List<SignatureInput> found) {
        for (SignatureInput one : found) {
            if (keys.knows(one.keyId())) {
                return one;
            }
        }
        return found.get(0);
    }

    private SignedExamination.Claim claim(RequestHead head, SignatureInput input, byte[] base, SignedRequest request) {
        int field = head.indexOf(SIGNATURE, 0);
        String digest = request.field("content-digest");
        Predicate<byte[]> body = input.mentions("content-digest") ? all -> ContentDigest.matches(digest, all) : null;
        return new SignedExamination.Claim(
                keys.candidates(input.keyId(), input.algorithm()),
                base,
                input.signature(),
                body,
                policy.mostBodyBytes(),
                mark(input, base),
                new Guess("", head.valueStart(field), head.valueEnd(field)));
    }

    /** Of the nonce, which is the key's; else of what is signed, because some signatures can be spelled in several ways. */
    private Replays.@Nullable Mark mark(SignatureInput input, byte[] base) {
        boolean once = policy.replay() == Replay.REFUSE
                || policy.replay() == Replay.NONCE && !input.nonce().isEmpty();
        if (!once) {
            return null;
        }
        long until = input.created() + policy.maxAge().toSeconds() + terms.leewaySeconds() + 1;
        return input.nonce().isEmpty()
                ? ReplayMarks.of(input.keyId(), base, input.created(), terms.leewaySeconds(), until)
                : ReplayMarks.of(input.keyId(), input.nonce(), input.created(), terms.leewaySeconds(), until);
    }

    @Override
    public void strip(FilterContext exchange) {
        take(exchange);
    }

    /** Whether there is anything of a signature; it is not forwarded any more. */
    private boolean take(FilterContext exchange) {
        boolean there =
                exchange.head().indexOf(INPUT, 0) >= 0 || exchange.head().indexOf(SIGNATURE, 0) >= 0;
        if (there) {
            parts.stripping().field(exchange, INPUT);
            parts.stripping().field(exchange, SIGNATURE);
        }
        return there;
    }

    @Override
    public String challenge(boolean wrong) {
        return "Signature realm=\"weir\"";
    }

    @Override
    public String wanted() {
        return wanted;
    }
}
