package io.weir.node.control.access;

import io.weir.config.formation.NodeSettings;
import io.weir.node.control.access.AdminCredential.Texts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS for the admin API. Its files are looked at again when a connection is made and some seconds have passed; files that
 * cannot be used are reported, and what was good before is used on. Thread-safe.
 */
public final class AdminTls implements Supplier<SSLEngine> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminTls.class);
    private static final Duration WARN_WITHIN = Duration.ofDays(7);

    private final NodeSettings.AdminTls settings;
    private final long lookAgainNanos;
    private volatile Held held;

    /** @param lookedNanos when the files were last compared with it */
    private record Held(AdminCredential credential, long lookedNanos) {}

    private AdminTls(NodeSettings.AdminTls settings, Duration lookAgain, AdminCredential credential) {
        this.settings = settings;
        this.lookAgainNanos = lookAgain.toNanos();
        this.held = new Held(credential, System.nanoTime());
    }

    /**
     * Reads the files.
     *
     * @param lookAgain they are not read more often than this
     * @throws IOException saying which of them cannot be used and why
     */
    public static AdminTls of(NodeSettings.AdminTls settings, Duration lookAgain) throws IOException {
        return new AdminTls(settings, lookAgain, load(Texts.read(settings)));
    }

    private static AdminCredential load(Texts texts) throws IOException {
        AdminCredential credential = AdminCredential.of(texts);
        Instant end = credential.leaf().getNotAfter().toInstant();
        if (end.isBefore(Instant.now().plus(WARN_WITHIN))) {
            LOG.warn("the certificate of the admin API ends at {}: replace its file", end);
        }
        return credential;
    }

    /** For a connection that has just come. */
    @Override
    public SSLEngine get() {
        Held now = held;
        if (System.nanoTime() - now.lookedNanos >= lookAgainNanos) {
            // Several connections may come here at once and read the same; the last one is kept.
            held = now = lookAgain(now);
        }
        return now.credential.engine();
    }

    private Held lookAgain(Held before) {
        try {
            Texts texts = Texts.read(settings);
            if (!before.credential.isOf(texts)) {
                Held after = new Held(load(texts), System.nanoTime());
                LOG.info("the certificate of the admin API has changed; new connections use it");
                return after;
            }
        } catch (IOException e) {
            LOG.warn("the certificate of the admin API stays as it was: {}", e.getMessage());
        }
        return new Held(before.credential, System.nanoTime());
    }
}
