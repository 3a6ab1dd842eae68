package io.weir.node.decide.signature;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a signature is over (RFC 9421 §2.5). */
public final class SignatureBase {
    private SignatureBase() {}

    /** Null when the request has not all that is said to be signed. */
    public static byte @Nullable [] of(SignatureInput input, SignedRequest request) {
        StringBuilder base = new StringBuilder(512);
        for (Component component : input.components()) {
            String value = request.value(component);
            if (value == null) {
                return null;
            }
            base.append(component.identifier()).append(": ").append(value).append('\n');
        }
        base.append("\"@signature-params\": ").append(input.parameters());
        return base.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
