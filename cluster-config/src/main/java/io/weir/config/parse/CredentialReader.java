package io.weir.config.parse;

import io.weir.config.model.Credential;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one credential of {@code authenticate}: a mapping with one field, whose name is the kind. */
final class CredentialReader {
    /** What an item of any-of and all-of looks like. */
    static final String EXPECTED = "a mapping such as { api-key: { header: X-Api-Key } }";

    private static final String BY = "san-dns, san-uri, san-email, subject, subject-cn or fingerprint";

    /** How one kind is read. The reader ends the fields itself; empty after a mistake. */
    private record Kind(String expected, Function<Fields, Optional<Credential>> read) {}

    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put(
                "api-key", new Kind("{ header: NAME }, { query: NAME } or { cookie: NAME }", ApiKeyPlaceReader::read));
        KINDS.put("basic", new Kind("{} or { realm: TEXT }", CredentialReader::basic));
        KINDS.put("jwt", new Kind("a mapping such as { issuer: https://id.example.com }", JwtReader::read));
        KINDS.put("introspection", new Kind(IntrospectionReader.EXPECTED, IntrospectionReader::read));
        KINDS.put("forward-auth", new Kind("{ url: URL }", ForwardAuthReader::read));
        KINDS.put("oidc", new Kind("a mapping with issuer, client-id and client-secret", OidcReader::read));
        KINDS.put("mtls", new Kind("{ by: san-uri }", CredentialReader::mtls));
        KINDS.put("signature", new Kind("{} or a mapping such as { max-age: 1m }", SignatureReader::read));
        KINDS.put("hmac", new Kind("{} or a mapping such as { clock-skew: 1m }", HmacReader::read));
        KINDS.put("anonymous", new Kind("{ consumer: NAME } or {}", CredentialReader::anonymous));
    }

    private CredentialReader() {}

    static Optional<Credential> read(Fields fields) {
        Optional<Credential> found = Optional.empty();
        int count = 0;
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            Optional<Fields> child = fields.child(kind.getKey(), kind.getValue().expected);
            if (child.isPresent()) {
                found = kind.getValue().read.apply(child.get());
                count++;
            }
        }
        fields.end();
        if (count > 1 || fields.isEmpty()) {
            String kinds = "one of " + String.join(", ", KINDS.keySet()) + ", any-of, all-of";
            fields.reading().mistakes().add(fields.place(), "is not exactly one credential", kinds);
        }
        return found;
    }

    private static Optional<Credential> mtls(Fields fields) {
        Credential.By by = fields.required("by", CredentialReader::by, BY, Credential.By.FINGERPRINT);
        fields.end();
        return Optional.of(new Credential.Mtls(by));
    }

    private static Optional<Credential.By> by(String text) {
        return Terms.oneOf(Credential.By.values(), UpstreamShape::word, text);
    }

    private static Optional<Credential> basic(Fields fields) {
        String realm = fields.value("realm", CredentialReader::realm, "printable ASCII text without \" and \\")
                .orElse(Credential.Basic.REALM);
        fields.end();
        return Optional.of(new Credential.Basic(realm));
    }

    private static Optional<String> realm(String text) {
        return Terms.fieldValue(text).filter(realm -> realm.indexOf('"') < 0 && realm.indexOf('\\') < 0);
    }

    private static Optional<Credential> anonymous(Fields fields) {
        Optional<String> consumer = fields.value("consumer", Terms::name, Terms.NAME);
        consumer.ifPresent(name -> fields.reading().names().use(Names.Kind.CONSUMER, name, fields.place("consumer")));
        fields.end();
        return Optional.of(new Credential.Anonymous(consumer));
    }
}
