package io.weir.config.parse;

import io.weir.config.model.Certificate;
import io.weir.config.model.Certificate.AcmeKey;
import io.weir.config.model.Certificate.Challenge;

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
        } else if (certificate.source() instanceof Certificate.Source.Acme acme) {
            shape.put("acme", of(acme));
        }
        return shape.fields();
    }

    private static Object of(Certificate.Source.Acme acme) {
        return new Shape()
                .put("directory", acme.directory().toString())
                .putWords("hosts", acme.hosts())
                .putIfPresent("contact", acme.contact(), text -> text)
                .putUnless("challenge", acme.challenge(), Challenge.HTTP_01, Challenge::word)
                .putUnless("key", acme.key(), AcmeKey.EC, AcmeKey::word)
                .putIfPresent("trust", acme.trust(), Object::toString)
                .putIfPresent("external-account", acme.account(), account -> new Shape()
                        .put("key-id", account.keyId())
                        .put("secret", account.secret().toString())
                        .fields())
                .fields();
    }
}
