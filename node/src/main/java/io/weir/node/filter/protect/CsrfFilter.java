package io.weir.node.filter.protect;

import io.weir.config.model.BrowserPolicy;
import io.weir.node.decide.protect.CsrfRules;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;

/** Turns away what pages of other origins send through their visitors' browsers to change something. */
final class CsrfFilter implements Filter {
    private static final Problem FOREIGN =
            Problem.of(403, "cross-origin", "Pages of other origins may not send such a request");
    private static final Problem UNKNOWN =
            FOREIGN.withDetail("Nothing says which page the request comes from: Sec-Fetch-Site, Origin or Referer");

    private final CsrfRules rules;

    CsrfFilter(BrowserPolicy.Csrf policy) {
        rules = new CsrfRules(policy);
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        CsrfRules.Verdict verdict = rules.of(exchange.head(), exchange.isSecure(), exchange.isWebSocket());
        if (verdict == CsrfRules.Verdict.FINE) {
            return Outcome.CONTINUE;
        }
        exchange.deny(verdict == CsrfRules.Verdict.FOREIGN ? FOREIGN : UNKNOWN);
        return Outcome.ANSWERED;
    }
}
