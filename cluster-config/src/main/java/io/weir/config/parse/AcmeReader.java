package io.weir.config.parse;

import io.weir.config.model.Certificate.AcmeKey;
import io.weir.config.model.Certificate.Challenge;
import io.weir.config.model.Certificate.ExternalAccount;
import io.weir.config.model.Certificate.Source.Acme;
import io.weir.config.model.SecretRef;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code acme} of a certificate. */
final class AcmeReader {
    private static final int MOST_HOSTS = 100;
    private static final String HOSTS = "exact DNS names such as shop.example.com, without a wildcard";
    private static final String CONTACT = "one mailto: address, e.g. mailto:ops@example.com";
    private static final String KEY_ID = "the key id that the server's operator gave you";
    private static final URI NOWHERE = URI.create("https://nowhere.invalid/");
    private static final Pattern MAIL = Pattern.compile("mailto:[\\x21-\\x7e&&[^@,?%]]{1,64}@[A-Za-z0-9.-]{1,253}");

    private AcmeReader() {}

    static Acme read(Fields fields) {
        Acme acme = new Acme(
                fields.required("directory", WebAddresses::secure, WebAddresses.SECURE, NOWHERE),
                hosts(fields),
                fields.value("contact", AcmeReader::contact, CONTACT),
                fields.value("challenge", AcmeReader::challenge, "http-01 or tls-alpn-01")
                        .orElse(Challenge.HTTP_01),
                fields.value("key", AcmeReader::key, "ec or rsa").orElse(AcmeKey.EC),
                fields.value("trust", Terms::secretRef, Terms.SECRET),
                fields.child("external-account", "key-id and secret").map(AcmeReader::account));
        fields.end();
        return acme;
    }

    private static List<String> hosts(Fields fields) {
        if (!fields.has("hosts")) {
            fields.missing("hosts", "a list of " + HOSTS);
        }
        List<String> hosts = fields.words("hosts", HOSTS, AcmeReader::host);
        Set<String> seen = new HashSet<>();
        for (String host : hosts) {
            if (!seen.add(host)) {
                fields.mistake("hosts", "has " + host + " twice", "each host once");
            }
        }
        if (hosts.size() > MOST_HOSTS) {
            fields.mistake("hosts", "has " + hosts.size() + " names", "at most " + MOST_HOSTS);
        } else if (hosts.isEmpty() && fields.has("hosts")) {
            fields.mistake("hosts", "has no names", HOSTS);
        }
        return hosts;
    }

    /** Servers want other proofs for wildcards, and most give nothing to bare addresses. */
    private static Optional<String> host(String text) {
        return Terms.hostPattern(text)
                .filter(host -> !host.startsWith("*") && !host.startsWith("[") && !Addresses.isV4(host));
    }

    private static Optional<String> contact(String text) {
        return MAIL.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Challenge> challenge(String text) {
        return Terms.oneOf(Challenge.values(), Challenge::word, text);
    }

    private static Optional<AcmeKey> key(String text) {
        return Terms.oneOf(AcmeKey.values(), AcmeKey::word, text.toLowerCase(Locale.ROOT));
    }

    private static ExternalAccount account(Fields fields) {
        ExternalAccount account = new ExternalAccount(
                fields.required("key-id", Terms::fieldText, KEY_ID, "?"),
                fields.required(
                        "secret", Terms::secretRef, Terms.SECRET, new SecretRef(SecretRef.Kind.FILE, "nowhere")));
        fields.end();
        return account;
    }
}
