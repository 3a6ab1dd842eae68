package io.weir.config.model;

import java.util.Optional;

/** A certificate with its key, by name. The secret itself is never in the document. */
public record Certificate(String name, Source source) {
    /** Where it comes from. */
    public sealed interface Source {
        /**
         * PEM texts that each node reads itself, and reads again when they change.
         *
         * @param chain the leaf first, then its issuers
         * @param key PKCS #8 or the traditional forms, not encrypted
         * @param ocsp a DER response to staple
         */
        record Pem(SecretRef chain, SecretRef key, Optional<SecretRef> ocsp) implements Source {}

        /** Put into the cluster over the admin API; the cluster keeps it. */
        record Uploaded() implements Source {}
    }
}
