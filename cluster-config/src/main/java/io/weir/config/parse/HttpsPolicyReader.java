package io.weir.config.parse;

import io.weir.config.model.HttpsPolicy;
import io.weir.config.model.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the policies that keep clients on HTTPS, and how they are written. */
final class HttpsPolicyReader {
    static final List<String> KINDS = List.of("hsts", "https-redirect");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);
    private static final int STATUS = 308;
    private static final int PORT = 443;

    private HttpsPolicyReader() {}

    /** Empty when the policy is none of these. */
    static Optional<Policy> read(String name, Fields fields) {
        Optional<Policy> hsts =
                fields.child("hsts", "a mapping such as { max-age: 365d }").map(policy -> hsts(name, policy));
        Optional<Policy> redirect = fields.child("https-redirect", "a mapping such as { port: 443 }, or {}")
                .map(policy -> redirect(name, policy));
        return hsts.or(() -> redirect);
    }

    private static Policy hsts(String name, Fields fields) {
        HttpsPolicy.Hsts hsts = new HttpsPolicy.Hsts(
                name,
                Numbers.duration(fields, "max-age", YEAR, Duration.ZERO),
                truth(fields, "include-subdomains"),
                truth(fields, "preload"));
        fields.end();
        if (hsts.preload() && (!hsts.includeSubdomains() || hsts.maxAge().compareTo(YEAR) < 0)) {
            String expected = "include-subdomains: true and max-age: 365d beside it";
            fields.mistake("preload", "is asked for, but browsers would not take it", expected);
        }
        return hsts;
    }

    private static boolean truth(Fields fields, String field) {
        return fields.value(field, Terms::truth, Terms.TRUTH).orElse(false);
    }

    private static Policy redirect(String name, Fields fields) {
        int status = fields.value(
                        "status",
                        text -> Terms.integer(text, 300, 399).filter(STATUSES::contains),
                        "301, 302, 307 or 308")
                .orElse(STATUS);
        HttpsPolicy.Redirect redirect =
                new HttpsPolicy.Redirect(name, status, Numbers.integer(fields, "port", PORT, 1, 65_535));
        fields.end();
        return redirect;
    }

    /** Puts the rule's one field into {@code policy}. */
    static void put(Shape policy, HttpsPolicy rule) {
        if (rule instanceof HttpsPolicy.Hsts hsts) {
            policy.put(
                    "hsts",
                    new Shape()
                            .put("max-age", Units.duration(hsts.maxAge()))
                            .putUnless("include-subdomains", hsts.includeSubdomains(), false, yes -> yes)
                            .putUnless("preload", hsts.preload(), false, yes -> yes)
                            .fields());
        } else {
            HttpsPolicy.Redirect redirect = (HttpsPolicy.Redirect) rule;
            policy.put(
                    "https-redirect",
                    new Shape()
                            .put("status", redirect.status())
                            .put("port", redirect.port())
                            .fields());
        }
    }
}
