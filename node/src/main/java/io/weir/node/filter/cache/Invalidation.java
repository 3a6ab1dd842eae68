package io.weir.node.filter.cache;

import io.weir.node.state.AnswerWatch;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.RequestHead;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** After an unsafe method has done well, what is stored of its URL, and of what it names, is dropped (RFC 9111 §4.4). */
final class Invalidation implements AnswerWatch {
    private final CacheStores stores;
    private final KeyRule rule;
    private final boolean secure;
    private final String authority;
    private final String target;

    Invalidation(CacheStores stores, KeyRule rule, FilterContext exchange) {
        this.stores = stores;
        this.rule = rule;
        RequestHead head = exchange.head();
        secure = exchange.isSecure();
        authority = Asked.authority(head, secure);
        String query = head.hasQuery() ? "?" + head.text(head.queryStart(), head.queryEnd()) : "";
        target = head.text(head.pathStart(), head.pathEnd()) + query;
    }

    @Override
    public boolean onHead(ParsedResponse head, FilterContext exchange) {
        if (head.status() >= 200 && head.status() < 400) {
            StoredHead answer = StoredHead.of(head, 0);
            Set<String> targets = new LinkedHashSet<>();
            targets.add(target);
            named(answer.field("location"), targets);
            named(answer.field("content-location"), targets);
            targets.forEach(this::drop);
        }
        return false;
    }

    /** Only what is of the same origin: nobody speaks for another. */
    private void named(String reference, Set<String> targets) {
        if (reference.isEmpty()) {
            return;
        }
        try {
            String scheme = secure ? "https" : "http";
            URI url = URI.create(scheme + "://" + authority + target).resolve(reference);
            if (scheme.equalsIgnoreCase(url.getScheme()) && isHere(url.getRawAuthority()) && url.getRawPath() != null) {
                targets.add(url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
            }
        } catch (IllegalArgumentException malformed) {
            // It names nothing.
        }
    }

    private boolean isHere(@Nullable String host) {
        return host != null
                && Asked.authority(host.toLowerCase(Locale.ROOT), secure).equals(authority);
    }

    private void drop(String of) {
        int question = of.indexOf('?');
        String path = question < 0 ? of : of.substring(0, question);
        String query = question < 0 ? "" : rule.query(of.substring(question + 1));
        String kept = query.isEmpty() ? path : path + "?" + query;
        stores.invalidate(authority + kept);
    }

    @Override
    public void onData(byte[] data) {}

    @Override
    public void onEnd() {}

    @Override
    public boolean onProblem(int status, FilterContext exchange) {
        return false;
    }

    @Override
    public void onOver() {}

    @Override
    public boolean wantsRest() {
        return false;
    }
}
