package io.weir.node.filter;

import io.weir.config.model.HttpsPolicy;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;

/**
 * Sends who came without TLS to the same place over HTTPS; nothing else of the route is asked. The place is made of the
 * host and path as they were read and normalised, so that nothing in it can end the line or name another host.
 */
final class HttpsRedirectFilter implements Filter {
    private static final Problem NO_HOST = Problem.of(400, "bad-request", "The request is malformed")
            .withDetail("The request names no host, which is needed to say where HTTPS is");
    private static final byte[] NOTHING = {};

    private final int status;
    private final String port;

    HttpsRedirectFilter(HttpsPolicy.Redirect policy) {
        status = policy.status();
        port = policy.port() == 443 ? "" : ":" + policy.port();
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        if (exchange.isSecure()) {
            return Outcome.CONTINUE;
        }
        RequestHead head = exchange.head();
        if (head.hostStart() == head.hostEnd()) {
            exchange.deny(NO_HOST);
        } else {
            exchange.addResponseField("Location", location(head));
            exchange.answer(status, "", NOTHING);
        }
        return Outcome.ANSWERED;
    }

    private String location(RequestHead head) {
        StringBuilder place = new StringBuilder("https://")
                .append(head.text(head.hostStart(), head.hostEnd()))
                .append(port)
                .append(head.text(head.pathStart(), head.pathEnd()));
        if (head.queryEnd() > head.queryStart()) {
            place.append('?').append(head.text(head.queryStart(), head.queryEnd()));
        }
        return place.toString();
    }
}
