package io.weir.node.admin;

import io.weir.node.state.AdminRole;
import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.net.InetAddress;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/** Finds out who asks. Thread-safe. */
final class Callers {
    /** What the holder of the node's own token is called. */
    static final String BOOTSTRAP = "admin";

    private static final String BEARER = "Bearer ";

    private final AdminToken nodeToken;

    Callers(AdminToken nodeToken) {
        this.nodeToken = nodeToken;
    }

    /** @throws Refusal 401 when it is nobody */
    Caller of(HttpRequest request) {
        String said =
                request.getHeader("Authorization").map(field -> field.value()).orElse("");
        boolean bearer = said.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (bearer && nodeToken.matches(said.substring(BEARER.length()).strip())) {
            return new Caller(BOOTSTRAP, AdminRole.ADMIN, addressOf(request));
        }
        throw unknown(bearer);
    }

    private static Refusal unknown(boolean bearer) {
        String challenge = "Bearer realm=\"weir\"" + (bearer ? ", error=\"invalid_token\"" : "");
        Problem problem = new Problem(
                401,
                "unauthorized",
                "The admin API needs a token",
                bearer ? "The token is none that is valid here." : "The request carries no bearer token.");
        return new Refusal(
                ProblemReport.of(problem).at("Authorization", "Bearer and a token"),
                Answers.header("WWW-Authenticate", challenge));
    }

    /** Empty when it is not known. */
    static String addressOf(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .orElse("");
    }
}
