package io.weir.config.parse;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as text; never asks DNS. */
final class Addresses {
    private static final Pattern V4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
    /** Groups of more than four digits are let through by the JDK, but by nobody else. */
    private static final Pattern V6_CHARACTERS = Pattern.compile("(?!.*[0-9a-fA-F]{5})[0-9a-fA-F:.]{2,45}");

    private Addresses() {}

    static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    /** Without brackets and without a zone. */
    static boolean isV6(String text) {
        if (!V6_CHARACTERS.matcher(text).matches() || text.indexOf(':') < 0) {
            return false;
        }
        try {
            // A text with a colon is a literal to the JDK: it is parsed, or refused, without a look-up.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** {@code address} or {@code address/bits}. */
    static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int most = isV4(address) ? 32 : isV6(address) ? 128 : -1;
        return most >= 0
                && (slash < 0
                        || Terms.integer(text.substring(slash + 1), 0, most).isPresent());
    }
}
