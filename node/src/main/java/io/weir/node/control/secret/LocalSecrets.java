package io.weir.node.control.secret;

import io.weir.config.model.SecretRef;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Secrets of this machine: files and the environment of this process. */
public final class LocalSecrets implements Secrets {
    private final Path folder;
    private final Map<String, String> environment;

    /** @param folder from which relative paths count */
    public LocalSecrets(Path folder, Map<String, String> environment) {
        this.folder = folder.toAbsolutePath();
        this.environment = Map.copyOf(environment);
    }

    @Override
    public byte[] read(SecretRef ref) throws IOException {
        return ref.kind() == SecretRef.Kind.ENV ? variable(ref) : file(ref);
    }

    /** Where the reference leads, for references to files. */
    public Path path(SecretRef ref) {
        return folder.resolve(ref.name());
    }

    private byte[] variable(SecretRef ref) throws IOException {
        String value = environment.get(ref.name());
        if (value == null) {
            throw new IOException(ref + " is not set in the environment of this node");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] file(SecretRef ref) throws IOException {
        Path path;
        try {
            path = path(ref);
        } catch (InvalidPathException e) {
            throw new IOException(ref + " is not a path on this node", e);
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(path + " has more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IOException(path + " is not there", e);
        } catch (AccessDeniedException e) {
            throw new IOException(path + " cannot be read: permission denied", e);
        } catch (IOException e) {
            boolean said = e.getMessage() != null && e.getMessage().startsWith(path.toString());
            throw said ? e : new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
