package io.weir.node.decide.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Authorization: hmac …} (Kong) or {@code Authorization: Signature …} (draft-cavage-http-signatures §3) carries;
 * nothing of it is believed yet.
 *
 * @param headers what is signed, in lower case and in their order
 */
public record HmacInput(String keyId, String algorithm, List<String> headers, byte[] signature) {
    private static final int LONGEST = 4 * 1024;
    private static final int MOST_HEADERS = 32;

    public HmacInput {
        headers = List.copyOf(headers);
    }

    /** @param text what follows the scheme; null for everything else than the four parameters, each once */
    public static @Nullable HmacInput parse(String text) {
        QuotedParameters parameters = text.length() > LONGEST ? null : QuotedParameters.parse(text);
        if (parameters == null) {
            return null;
        }
        String keyId = parameters.either("keyId", "username");
        String algorithm = parameters.get("algorithm");
        String headers = parameters.get("headers");
        byte[] signature = decode(parameters.get("signature"));
        if (keyId == null || algorithm == null || headers == null || signature == null || parameters.size() != 4) {
            return null;
        }
        List<String> names = List.of(headers.toLowerCase(Locale.ROOT).split(" ", -1));
        Set<String> once = new HashSet<>(names);
        return names.size() > MOST_HEADERS || once.size() != names.size() || once.contains("")
                ? null
                : new HmacInput(keyId, algorithm, names, signature);
    }

    private static byte @Nullable [] decode(@Nullable String text) {
        try {
            return text == null ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** The text that is signed; null when the request has not all of it. */
    public byte @Nullable [] base(SignedRequest request) {
        StringBuilder base = new StringBuilder(256);
        for (String name : headers) {
            String line = line(name, request);
            if (line == null) {
                return null;
            }
            base.append(base.isEmpty() ? "" : "\n").append(line);
        }
        return base.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String line(String name, SignedRequest request) {
        String method = request.head().methodText();
        return switch (name) {
            case "request-line" -> method + " " + request.target() + " HTTP/1.1";
            case "(request-target)", "@request-target" ->
                name + ": " + method.toLowerCase(Locale.ROOT) + " " + request.target();
            default -> {
                String value = request.field(name);
                yield value == null ? null : name + ": " + value;
            }
        };
    }

    /** Whether the field, in lower case, is signed. */
    public boolean covers(String name) {
        return headers.contains(name);
    }

    /** Never the signature. */
    @Override
    public String toString() {
        return "an HMAC";
    }
}
