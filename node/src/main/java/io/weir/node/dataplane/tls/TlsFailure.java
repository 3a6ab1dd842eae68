package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a handshake failed, for people. */
public final class TlsFailure {
    private static final int DEEPEST = 12;
    /** Of the JDK: {@code Received fatal alert: protocol_version}; of BoringSSL: {@code TLSV1_ALERT_PROTOCOL_VERSION}. */
    private static final Pattern ALERT = Pattern.compile("(?:fatal alert: |V1?3?_ALERT_)([A-Za-z_]+)");

    private TlsFailure() {}

    /** Whether it is TLS that failed, not the connection below. */
    public static boolean isTls(Throwable failure) {
        return find(failure, SSLException.class) != null;
    }

    /** One line, without anything that the other side could have made long. */
    public static String reason(Throwable failure) {
        if (find(failure, NotSslRecordException.class) != null) {
            return "what answers does not speak TLS";
        }
        if (find(failure, CertificateExpiredException.class) != null) {
            return "its certificate has expired";
        }
        if (find(failure, CertificateNotYetValidException.class) != null) {
            return "its certificate is not valid yet";
        }
        Throwable path = find(failure, CertPathValidatorException.class);
        if (path != null || mentions(failure, "unable to find valid certification path", "CERTIFICATE_VERIFY_FAILED")) {
            return "its certificate was not issued by anybody who is trusted";
        }
        Throwable certificate = find(failure, CertificateException.class);
        if (certificate != null) {
            return "its certificate is for another name: " + brief(certificate);
        }
        String alert = alert(failure);
        if (!alert.isEmpty()) {
            return "it refused the handshake: " + alert;
        }
        if (find(failure, ClosedChannelException.class) != null || mentions(failure, "Connection reset", "closed")) {
            return "it closed the connection during the handshake";
        }
        return brief(failure);
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static boolean mentions(Throwable failure, String... words) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            for (String word : words) {
                if (String.valueOf(cause.getMessage()).contains(word)) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** What the other side said (RFC 8446 §6), e.g. {@code protocol version}; empty when it said nothing. */
    private static String alert(Throwable failure) {
        SSLException tls = find(failure, SSLException.class);
        Matcher found = ALERT.matcher(tls == null ? "" : brief(tls));
        return found.find()
                ? found.group(1).toLowerCase(Locale.ROOT).replace('_', ' ').strip()
                : "";
    }

    /** Its message, without anything that the other side could have made long or have lines of its own. */
    public static String brief(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).replaceAll("[^\\x20-\\x7e]", " ");
        return message.length() <= 200 ? message : message.substring(0, 200);
    }
}
