package io.weir.config.parse;

import io.weir.config.model.Certificate;
import io.weir.config.model.SecretRef;
import java.util.Optional;

/** Reads one of {@code certificates}. */
final class CertificateReader {
    private static final SecretRef NOWHERE = new SecretRef(SecretRef.Kind.FILE, "");

    private CertificateReader() {}

    static Certificate read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.CERTIFICATE, fields);
        Optional<Fields> acme = fields.child("acme", "directory and hosts");
        Certificate.Source source;
        if (acme.isPresent()) {
            source = AcmeReader.read(acme.get());
        } else {
            source = fields.has("uploaded") ? uploaded(fields) : pem(fields);
        }
        fields.end();
        return new Certificate(name, source);
    }

    private static Certificate.Source uploaded(Fields fields) {
        if (!fields.value("uploaded", Terms::truth, Terms.TRUTH).orElse(true)) {
            fields.mistake("uploaded", "is false", "true, or chain and key instead");
        }
        return new Certificate.Source.Uploaded();
    }

    private static Certificate.Source pem(Fields fields) {
        return new Certificate.Source.Pem(
                fields.required("chain", Terms::secretRef, Terms.SECRET, NOWHERE),
                fields.required("key", Terms::secretRef, Terms.SECRET, NOWHERE),
                fields.value("ocsp", Terms::secretRef, Terms.SECRET));
    }
}
