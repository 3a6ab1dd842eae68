package io.weir.config.parse;

import io.weir.config.model.Certificate;

/** How a certificate is written. */
final class CertificateShape {
    private CertificateShape() {}

    static Object of(Certificate certificate) {
        Shape shape = new Shape().put("name", certificate.name());
        if (certificate.source() instanceof Certificate.Source.Pem pem) {
            shape.put("chain", pem.chain().toString())
                    .put("key", pem.key().toString())
                    .putIfPresent("ocsp", pem.ocsp(), Object::toString);
        } else if (certificate.source() instanceof Certificate.Source.Uploaded) {
            shape.put("uploaded", true);
        }
        return shape.fields();
    }
}
