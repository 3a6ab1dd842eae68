package io.weir.node.dataplane.exchange;

import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client behind trusted proxies: the last address in {@code X-Forwarded-For} that is not itself one of them.
 * Only used where the peer is trusted.
 */
final class ForwardedChain {
    /** Anything else with digits and dots would be looked up as a name. */
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final byte[] HTTPS = Octets.ascii("https");

    private ForwardedChain() {}

    /** The address, or null when the fields name none. */
    static byte @Nullable [] client(ParsedRequest request, Trust trust) {
        FieldTable fields = request.fields();
        byte[] best = null;
        for (int field = fields.count() - 1; field >= 0; field--) {
            if (fields.known(field) != KnownField.X_FORWARDED_FOR) {
                continue;
            }
            String[] elements = request.text(fields.valueStart(field), fields.valueEnd(field))
                    .split(",", -1);
            for (int i = elements.length - 1; i >= 0; i--) {
                byte[] address = address(elements[i].trim());
                if (address == null) {
                    return best; // what stands before something malformed was not written by a proxy of ours
                }
                best = address;
                if (!trust.trusts(address)) {
                    return address;
                }
            }
        }
        return best;
    }

    /** Whether the proxy nearest to the client was spoken to over TLS. */
    static boolean saysHttps(ParsedRequest request) {
        FieldTable fields = request.fields();
        for (int field = 0; field < fields.count(); field++) {
            if (fields.known(field) == KnownField.X_FORWARDED_PROTO) {
                return fields.valueIs(field, HTTPS);
            }
        }
        return false;
    }

    private static byte @Nullable [] address(String text) {
        String bare = text;
        if (text.startsWith("[") && text.indexOf(']') > 0) {
            bare = text.substring(1, text.indexOf(']'));
        } else if (text.indexOf(':') > 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            bare = text.substring(0, text.indexOf(':'));
        }
        if (!IPV4.matcher(bare).matches() && !IPV6.matcher(bare).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
