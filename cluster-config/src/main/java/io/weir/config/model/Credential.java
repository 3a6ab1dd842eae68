package io.weir.config.model;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind of credential that a policy accepts, and where a request has it. */
public sealed interface Credential {
    /** The place of a request where an API key may be. */
    enum Place {
        HEADER,
        QUERY,
        COOKIE
    }

    /**
     * A secret that is sent as it is; consumers have its hash.
     *
     * @param name of the field, the parameter or the cookie
     * @param scheme what stands before the key in a field, e.g. {@code Token}; empty: nothing does
     */
    record ApiKey(Place place, String name, Optional<String> scheme) implements Credential {}

    /**
     * A user name and a password (RFC 7617).
     *
     * @param realm what people are told that the password is for
     */
    record Basic(String realm) implements Credential {
        /** Where the document names none. */
        public static final String REALM = "weir";
    }

    /**
     * A signed token (RFC 7519).
     *
     * @param issuer exactly its {@code iss}
     * @param audience one of them must be in its {@code aud}; empty: not looked at
     * @param algorithms that may have signed it; empty: those that suit the issuer's keys
     * @param leeway how far clocks may differ
     * @param requiredClaims what claims must be, or contain
     * @param maxAge since {@code iat}
     * @param type what the header's {@code typ} must be, e.g. {@code at+jwt} (RFC 9068)
     * @param from where the token is; empty: {@code Authorization: Bearer}
     */
    record Jwt(
            String issuer,
            List<String> audience,
            TokenKeys keys,
            List<String> algorithms,
            Duration leeway,
            Map<String, String> requiredClaims,
            Optional<Duration> maxAge,
            Optional<String> type,
            Optional<TokenPlace> from,
            ClaimMapping mapping)
            implements Credential {
        public Jwt {
            audience = List.copyOf(audience);
            algorithms = List.copyOf(algorithms);
            requiredClaims = Map.copyOf(requiredClaims);
        }
    }

    /**
     * A token that whoever issued it is asked about (RFC 7662).
     *
     * @param issuer what answers must say, and what {@code consumers[].jwt} calls it; empty: not looked at
     * @param cache how long an answer is believed, at most until the token ends; zero: every request asks
     * @param trust certificates that are believed at the endpoint, as PEM; empty: those that the system believes
     */
    record Introspection(
            URI endpoint,
            String clientId,
            SecretRef clientSecret,
            Optional<String> issuer,
            List<String> audience,
            Map<String, String> requiredClaims,
            Duration cache,
            Duration timeout,
            Optional<SecretRef> trust,
            Optional<TokenPlace> from,
            ClaimMapping mapping)
            implements Credential {
        public Introspection {
            audience = List.copyOf(audience);
            requiredClaims = Map.copyOf(requiredClaims);
        }
    }

    /**
     * Another server decides, and may answer in the gateway's place.
     *
     * @param requestFields what of the request it is told besides method, address and client
     * @param responseFields what of its answer backends are told
     * @param consumerField the field of its answer that names the consumer
     * @param admitsWhenDown whether requests are let in when it does not answer
     */
    record ForwardAuth(
            URI url,
            List<String> requestFields,
            List<String> responseFields,
            Optional<String> consumerField,
            Duration timeout,
            boolean admitsWhenDown,
            Optional<SecretRef> trust)
            implements Credential {
        public ForwardAuth {
            requestFields = List.copyOf(requestFields);
            responseFields = List.copyOf(responseFields);
        }
    }

    /**
     * A login of people with browsers (OpenID Connect Core, code flow with PKCE); a cookie has their session.
     *
     * @param keys where the issuer says about itself what it is, or only its keys
     * @param callback the path where the issuer sends browsers back
     * @param logout the path that ends a session
     * @param baseUrl how browsers reach the gateway; empty: as each request says itself
     * @param claims what of the ID token is kept besides what the mapping needs
     */
    record Oidc(
            String issuer,
            TokenKeys.Discovered keys,
            String clientId,
            SecretRef clientSecret,
            List<String> scopes,
            String callback,
            String logout,
            Optional<URI> baseUrl,
            Session session,
            List<String> claims,
            ClaimMapping mapping)
            implements Credential {
        public Oidc {
            scopes = List.copyOf(scopes);
            claims = List.copyOf(claims);
        }
    }

    /**
     * @param cookie its name
     * @param lifetime how long a login is good for
     * @param idle it ends when so much time goes by without a request
     */
    record Session(String cookie, Duration lifetime, Duration idle) {
        public static final Session DEFAULT = new Session("weir-session", Duration.ofHours(8), Duration.ofMinutes(30));
    }

    /** Where a token is when not in {@code Authorization}. */
    record TokenPlace(Place place, String name) {}

    /**
     * The certificate of the client's TLS connection, verified by the listener.
     *
     * @param by what of it is looked for among the consumers' {@code certificates}
     */
    record Mtls(By by) implements Credential {}

    /** What a client's certificate is known by. */
    enum By {
        SAN_DNS,
        SAN_URI,
        SAN_EMAIL,
        /** The whole distinguished name. */
        SUBJECT,
        /** The common name of the subject; it may also be a consumer's name. */
        SUBJECT_CN,
        /** The SHA-256 of the whole certificate. */
        FINGERPRINT
    }

    /**
     * A signature over parts of the request (RFC 9421), made with a key of a consumer.
     *
     * @param components what must be signed; {@code content-digest} only of requests with a body
     * @param algorithms that may have signed it
     * @param maxAge since {@code created}
     * @param leeway how far clocks may differ
     * @param tag what the signature's {@code tag} must be
     * @param label which signature of several it is; empty: any
     * @param needsNonce whether it must have a {@code nonce}
     * @param replay what may come twice
     * @param mostBodyBytes the largest body whose digest is checked
     */
    record Signature(
            List<String> components,
            List<SignatureAlgorithm> algorithms,
            Duration maxAge,
            Duration leeway,
            Optional<String> tag,
            Optional<String> label,
            boolean needsNonce,
            Replay replay,
            int mostBodyBytes)
            implements Credential {
        public static final List<String> COMPONENTS = List.of("@method", "@target-uri", "content-digest");
        public static final List<SignatureAlgorithm> ALGORITHMS = List.of(
                SignatureAlgorithm.RSA_PSS_SHA512,
                SignatureAlgorithm.RSA_V1_5_SHA256,
                SignatureAlgorithm.ECDSA_P256_SHA256,
                SignatureAlgorithm.ECDSA_P384_SHA384,
                SignatureAlgorithm.ED25519,
                SignatureAlgorithm.HMAC_SHA256);
        public static final Duration MAX_AGE = Duration.ofMinutes(5);
        public static final Duration LEEWAY = Duration.ofSeconds(10);
        public static final int MOST_BODY_BYTES = 1024 * 1024;

        public Signature {
            components = List.copyOf(components);
            algorithms = List.copyOf(algorithms);
        }
    }

    /** Which requests with a good signature are let through once only. */
    enum Replay {
        /** None of them. */
        ALLOW,
        /** Those whose signature has a nonce. */
        NONCE,
        /** All: without a nonce the signature itself may not come again. */
        REFUSE
    }

    /**
     * Fields signed with a shared secret, the way of draft-cavage-http-signatures and of Kong:
     * {@code Authorization: hmac username="…", algorithm="…", headers="…", signature="…"}.
     *
     * @param headers what must be signed besides the date; {@code digest} only of requests with a body
     * @param clockSkew how far the signed date may be from now
     * @param replay {@link Replay#ALLOW} or {@link Replay#REFUSE}
     * @param mostBodyBytes the largest body whose digest is checked
     */
    record Hmac(
            List<String> headers,
            List<SignatureAlgorithm> algorithms,
            Duration clockSkew,
            Replay replay,
            int mostBodyBytes)
            implements Credential {
        public static final List<String> HEADERS = List.of("request-line", "digest");
        public static final List<SignatureAlgorithm> ALGORITHMS =
                List.of(SignatureAlgorithm.HMAC_SHA256, SignatureAlgorithm.HMAC_SHA384, SignatureAlgorithm.HMAC_SHA512);
        public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

        public Hmac {
            headers = List.copyOf(headers);
            algorithms = List.copyOf(algorithms);
        }
    }

    /**
     * Whoever has no credential is let in: an explicit choice, and always the last one. Somebody whose credential is wrong
     * is not.
     *
     * @param consumer who that is taken for; empty: nobody
     */
    record Anonymous(Optional<String> consumer) implements Credential {}
}
