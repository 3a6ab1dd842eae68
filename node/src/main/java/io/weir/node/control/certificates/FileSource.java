package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.config.model.SecretRef;
import io.weir.node.control.secret.LocalSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads certificates that are texts of this machine, and tells whether their files have changed. Blocks. */
final class FileSource {
    private final LocalSecrets secrets;

    FileSource(LocalSecrets secrets) {
        this.secrets = secrets;
    }

    Assembly read(Certificate.Source.Pem source) throws UnusableCertificate {
        Assembly.Named chain = named(source.chain());
        Assembly.Named key = source.key().equals(source.chain()) ? chain : named(source.key());
        Optional<SecretRef> ocsp = source.ocsp();
        return new Assembly(chain, key, ocsp.isPresent() ? named(ocsp.get()) : new Assembly.Named("", new byte[0]));
    }

    private Assembly.Named named(SecretRef ref) throws UnusableCertificate {
        try {
            return new Assembly.Named(ref.toString(), secrets.read(ref));
        } catch (IOException e) {
            throw new UnusableCertificate(String.valueOf(e.getMessage()));
        }
    }

    /** What this node needs if it is the one that orders. */
    void require(Certificate.Source.Acme source) throws UnusableCertificate {
        if (source.trust().isPresent()) {
            Assembly.Named trust = named(source.trust().get());
            if (PemText.read(trust.text(), trust.what()).certificates().isEmpty()) {
                throw new UnusableCertificate(trust.what() + " has no certificate in PEM");
            }
        }
        if (source.account().isPresent()) {
            named(source.account().get().secret());
        }
    }

    /** How the files look now; what comes from the environment never changes. */
    Map<Path, FileMark> marks(Certificate.Source.Pem source) {
        Map<Path, FileMark> marks = new LinkedHashMap<>();
        Stream.concat(Stream.of(source.chain(), source.key()), source.ocsp().stream())
                .filter(ref -> ref.kind() == SecretRef.Kind.FILE)
                .map(secrets::path)
                .forEach(path -> marks.put(path, FileMark.of(path)));
        return marks;
    }
}
