package io.weir.config.parse;

import io.weir.config.model.Certificate;
import io.weir.config.model.SecretRef;

/** Reads one of {@code certificates}. */
final class CertificateReader {
    private static final SecretRef NOWHERE = new SecretRef(SecretRef.Kind.FILE, "");

    private CertificateReader() {}

    static Certificate read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.CERTIFICATE, fields);
        Certificate.Source.Pem pem = new Certificate.Source.Pem(
                fields.required("chain", Terms::secretRef, Terms.SECRET, NOWHERE),
                fields.required("key", Terms::secretRef, Terms.SECRET, NOWHERE),
                fields.value("ocsp", Terms::secretRef, Terms.SECRET));
        fields.later("acme", "uploaded").end();
        return new Certificate(name, pem);
    }
}
