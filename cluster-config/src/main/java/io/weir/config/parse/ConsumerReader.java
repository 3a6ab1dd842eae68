package io.weir.config.parse;

import io.weir.config.model.Consumer;
import io.weir.config.model.PasswordHash;
import io.weir.config.model.SignatureKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one of {@code consumers}. */
final class ConsumerReader {
    private static final String HASH = "the SHA-256 of the key as 64 hex digits (weir hash key)";
    private static final String PASSWORD = "a hash made by `weir hash password`; the password itself is never stored";
    private static final String CERTIFICATE =
            "what a certificate is known by: a name such as spiffe://example.com/a, CN=..., or its SHA-256 in hex";
    private static final String USERNAME = "a user name without a colon, at most 100 characters";

    /** A colon would end it (RFC 7617 §2). */
    private static final Pattern USERNAMES = Pattern.compile("[^:\\p{Cntrl}]{1,100}");

    private ConsumerReader() {}

    static Consumer read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.CONSUMER, fields);
        List<String> groups = fields.words("groups", "a group's name", Terms::name);
        Optional<String> plan = fields.value("plan", Terms::name, Terms.NAME);
        List<Consumer.ApiKey> keys = fields.items("api-keys", "{ sha256: HEX }", (item, path) -> {
            return key(Fields.of(fields.reading(), item, path, "{ sha256: HEX }; the key itself is never stored"));
        });
        Optional<Consumer.Basic> basic =
                fields.child("basic", "{ password: HASH }").map(child -> basic(child, name));
        List<Consumer.TokenSubject> tokens = TokenSubjectReader.read(fields);
        List<String> certificates = fields.words("certificates", CERTIFICATE, Terms::fieldValue);
        for (String certificate : certificates) {
            fields.reading().checks().unique("certificate", certificate, fields.place("certificates"));
        }
        List<SignatureKey> signatureKeys = SignatureKeyReader.read(fields);
        fields.later("metadata").end();
        return new Consumer(name, groups, plan, keys, basic, tokens, certificates, signatureKeys);
    }

    private static Consumer.ApiKey key(Fields fields) {
        String hash = fields.required("sha256", Terms::sha256, HASH, "");
        Optional<String> name = fields.value("name", Terms::name, Terms.NAME);
        Optional<Instant> notBefore = fields.value("not-before", Terms::instant, Terms.INSTANT);
        Optional<Instant> expires = fields.value("expires", Terms::instant, Terms.INSTANT);
        List<String> scopes = RouteReader.distinct(fields, "scopes", Terms.SCOPE, Terms::scope);
        fields.end();
        if (!hash.isEmpty()) {
            fields.reading().checks().apiKey(hash, fields.place("sha256"));
        }
        checkOrder(fields, notBefore, expires);
        return new Consumer.ApiKey(hash, name, notBefore, expires, scopes);
    }

    /** A key that is never good is a slip. */
    static void checkOrder(Fields fields, Optional<Instant> notBefore, Optional<Instant> expires) {
        if (notBefore.isPresent() && expires.isPresent() && !notBefore.get().isBefore(expires.get())) {
            fields.mistake("expires", "is not after not-before", "a later time");
        }
    }

    private static Consumer.Basic basic(Fields fields, String consumer) {
        String username =
                fields.value("username", ConsumerReader::username, USERNAME).orElse(consumer);
        String password = fields.required("password", PasswordHash::accept, PASSWORD, "");
        fields.end();
        fields.reading().checks().unique("user name", username, fields.place("username"));
        return new Consumer.Basic(username, password);
    }

    private static Optional<String> username(String text) {
        return USERNAMES.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
