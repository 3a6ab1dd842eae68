import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A P-256 certificate for localhost that signs itself, as the servers want it: made by the JDK's keytool. */
final class TestIdentity {
    private static final char[] PASSWORD = "bench-only".toCharArray();

    private TestIdentity() {}

    /** Writes {@code cert.pem}, {@code key.pem} and {@code both.pem}. */
    static void write(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("identity.p12");
        Lab.output(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD),
                "-alias", "own", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30",
                "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1");
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
            String certificate = pem("CERTIFICATE", keys.getCertificate("own").getEncoded());
            String key = pem("PRIVATE KEY", keys.getKey("own", PASSWORD).getEncoded());
            Files.writeString(folder.resolve("cert.pem"), certificate);
            Files.writeString(folder.resolve("key.pem"), key);
            Files.writeString(folder.resolve("both.pem"), certificate + key);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}
