package io.weir.node.control.acme;

import java.time.Instant;
import java.util.Optional;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** Why there is no certificate; the message goes on after the certificate's name. It is short, of one line, and not secret. */
final class OrderFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 500;

    private final transient Optional<Instant> retryAfter;

    OrderFailure(String reason) {
        this(reason, Optional.empty());
    }

    private OrderFailure(String reason, Optional<Instant> retryAfter) {
        super(plain(reason));
        this.retryAfter = retryAfter;
    }

    static OrderFailure of(AcmeException e) {
        if (e instanceof AcmeNetworkException) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            return new OrderFailure("the server cannot be asked: " + what);
        }
        if (e instanceof AcmeServerException refused) {
            Optional<Instant> after =
                    e instanceof AcmeRateLimitedException limited ? limited.getRetryAfter() : Optional.empty();
            return new OrderFailure("the server refuses: " + text(refused.getProblem()), after);
        }
        return nonsense(e);
    }

    /** Not what the protocol says. */
    static OrderFailure nonsense(Exception e) {
        return new OrderFailure("the server's answer makes no sense: " + e.getMessage());
    }

    /** The problem and those that it consists of. */
    static String text(Problem problem) {
        StringBuilder text = new StringBuilder();
        problem.getIdentifier().ifPresent(about -> text.append(about).append(": "));
        text.append(problem.getDetail().or(problem::getTitle).orElse("no reason given"));
        text.append(" (").append(problem.getType()).append(')');
        problem.getSubProblems().forEach(part -> text.append("; ").append(text(part)));
        return text.toString();
    }

    /** Somebody else wrote it. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .limit(MOST)
                .forEach(c -> plain.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c));
        return plain.toString();
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** When the server wants to be asked again. */
    Optional<Instant> retryAfter() {
        return retryAfter;
    }
}
