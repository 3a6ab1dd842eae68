import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** An issuer with a P-256 and an RSA-2048 key. */
final class Tokens {
    private final ECKey ec;
    private final RSAKey rsa;

    /** Writes its public keys to {@code jwks.json}. */
    Tokens(Path folder) throws IOException {
        try {
            ec = new ECKeyGenerator(Curve.P_256).keyID("ec").algorithm(JWSAlgorithm.ES256).generate();
            rsa = new RSAKeyGenerator(2048).keyID("rsa").algorithm(JWSAlgorithm.RS256).generate();
        } catch (JOSEException e) {
            throw new IOException(e);
        }
        Files.writeString(folder.resolve("jwks.json"), new JWKSet(List.of(ec, rsa)).toString(true));
    }

    /** Whether the library takes it. */
    boolean isGood(String text) throws IOException {
        try {
            SignedJWT token = SignedJWT.parse(text);
            boolean curve = token.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256);
            return token.verify(curve ? new ECDSAVerifier(ec.toPublicJWK()) : new RSASSAVerifier(rsa.toPublicJWK()))
                    && token.getJWTClaimsSet().getExpirationTime().after(new Date());
        } catch (JOSEException | ParseException e) {
            throw new IOException(e);
        }
    }

    /** A token nobody has seen, good for an hour. */
    String issue(JWSAlgorithm algorithm) throws IOException {
        boolean curve = algorithm.equals(JWSAlgorithm.ES256);
        JWSHeader header = new JWSHeader.Builder(algorithm).keyID(curve ? "ec" : "rsa").build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("https://id.example.com")
                .subject("bench")
                .audience("orders")
                .jwtID(UUID.randomUUID().toString())
                .claim("groups", List.of("gold"))
                .claim("scope", "orders:write")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                .build();
        try {
            JWSSigner signer = curve ? new ECDSASigner(ec) : new RSASSASigner(rsa);
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }
}
