package io.weir.config.model;

import java.net.URI;
import java.util.List;
import java.util.Locale;
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

        /**
         * Ordered and renewed by the cluster (RFC 8555), which keeps it and its key.
         *
         * @param directory where the server says what it offers; its terms of service are agreed to by naming it
         * @param hosts exact DNS names in lower case, at least one
         * @param contact a {@code mailto:} address that the server may write to
         * @param challenge how the cluster shows that the hosts lead to it
         * @param key what kind of key the certificate gets
         * @param trust PEM: who vouches for the server itself; empty: whom Java trusts
         * @param account one that was made with the server's operator beforehand
         */
        record Acme(
                URI directory,
                List<String> hosts,
                Optional<String> contact,
                Challenge challenge,
                AcmeKey key,
                Optional<SecretRef> trust,
                Optional<ExternalAccount> account)
                implements Source {
            public Acme {
                hosts = List.copyOf(hosts);
            }
        }
    }

    /** How it is shown that a host leads to this cluster. */
    public enum Challenge {
        /** A text under {@code /.well-known/acme-challenge/}, asked for on port 80 (RFC 8555 §8.3). */
        HTTP_01,
        /** A certificate in a handshake on port 443 (RFC 8737). */
        TLS_ALPN_01;

        /** As the document, and the protocol, spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Keys of ordered certificates. */
    public enum AcmeKey {
        /** ECDSA on P-256. */
        EC,
        /** RSA with 2048 bits. */
        RSA;

        /** As the document spells it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An account binding (RFC 8555 §7.3.4).
     *
     * @param keyId the server's name for it
     * @param secret the MAC key in base64url, as the server's operator hands it out
     */
    public record ExternalAccount(String keyId, SecretRef secret) {}
}
