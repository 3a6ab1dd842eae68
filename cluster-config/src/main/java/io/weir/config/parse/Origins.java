package io.weir.config.parse;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Origins as browsers send them (RFC 6454 §6.2), and patterns with one label left open. */
final class Origins {
    static final String ORIGIN = "an origin as browsers send it: https://app.example.com, without path or default port;"
            + " or with one label open: https://*.example.com";

    private static final Pattern FORM =
            Pattern.compile("([a-z][a-z0-9+.-]{0,30})://(\\[[0-9a-f:.]+]|[^:/]+)(:\\d{1,5})?");

    private Origins() {}

    /** In lower case. */
    static Optional<String> pattern(String text) {
        String origin = text.toLowerCase(Locale.ROOT);
        Matcher matcher = FORM.matcher(origin);
        if (!matcher.matches() || Terms.hostPattern(matcher.group(2)).isEmpty() || isTooWide(matcher.group(2))) {
            return Optional.empty();
        }
        String port = matcher.group(3);
        return port == null || isGoodPort(matcher.group(1), port.substring(1)) ? Optional.of(origin) : Optional.empty();
    }

    /** {@code *.com} is nobody's. */
    private static boolean isTooWide(String host) {
        return host.startsWith("*.") && host.indexOf('.', 2) < 0 && !host.equals("*.localhost");
    }

    private static boolean isGoodPort(String scheme, String port) {
        boolean byDefault = scheme.equals("https") && port.equals("443") || scheme.equals("http") && port.equals("80");
        return !byDefault
                && !port.startsWith("0")
                && Terms.integer(port, 1, 65_535).isPresent();
    }
}
