package io.weir.node.filter.coding;

import io.netty.util.concurrent.FastThreadLocal;
import io.weir.config.model.CodingPolicy;
import io.weir.config.model.ContentCoding;
import io.weir.node.decide.coding.AcceptEncoding;
import io.weir.node.decide.coding.MediaTypes;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** compress: answers go out in the coding that the client likes best (RFC 9110 §12.5.3). */
public final class CompressFilter implements Filter {
    private static final FieldName ACCEPT_ENCODING = FieldName.of("accept-encoding");
    private static final FieldName IF_MATCH = FieldName.of("if-match");

    /** Each takes up to 1.5 MiB: event streams, say, are under way for hours. */
    private static final int MOST_AT_WORK = 256;

    private static final FastThreadLocal<int[]> AT_WORK = new FastThreadLocal<>() {
        @Override
        protected int[] initialValue() {
            return new int[1];
        }
    };

    private final CodingPolicy.Compress policy;
    private final List<ContentCoding> codings;
    private final MediaTypes types;

    public CompressFilter(CodingPolicy.Compress policy) {
        this.policy = policy;
        this.codings = Codings.available(policy.name(), policy.codings());
        this.types = MediaTypes.of(policy.types());
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        String accepted = exchange.head().joined(ACCEPT_ENCODING, ",");
        Optional<ContentCoding> coding = accepted == null ? Optional.empty() : AcceptEncoding.choose(accepted, codings);
        boolean isHead = exchange.head().method() == Method.HEAD;
        strengthen(exchange);
        exchange.translateAnswer(() -> new CompressedAnswer(this, coding, isHead));
        return Outcome.CONTINUE;
    }

    /**
     * What the client got with a weak tag here has a strong one at the backend, which If-Match compares strongly (RFC 9110
     * §13.1.1). A tag that is weak there, too, matches neither way.
     */
    private static void strengthen(FilterContext exchange) {
        if (exchange.head().indexOf(IF_MATCH, 0) < 0) {
            return;
        }
        String tags = exchange.requestField(IF_MATCH);
        if (tags != null && tags.contains("W/\"")) {
            String all = exchange.head().joined(IF_MATCH, ", ");
            exchange.setRequestField(IF_MATCH, strong(all == null ? tags : all));
        }
    }

    /** Outside of quotes; within a tag {@code W/} is part of it. */
    static String strong(String tags) {
        StringBuilder strong = new StringBuilder(tags.length());
        boolean quoted = false;
        for (int i = 0; i < tags.length(); i++) {
            char c = tags.charAt(i);
            if (!quoted && tags.startsWith("W/\"", i)) {
                i++;
                continue;
            }
            quoted ^= c == '"';
            strong.append(c);
        }
        return strong.toString();
    }

    boolean compresses(String contentType) {
        return types.contains(contentType);
    }

    /** One that {@link #compressor} gave is closed. */
    void ended() {
        AT_WORK.get()[0]--;
    }

    long leastBytes() {
        return policy.leastBytes();
    }

    /** Null: this loop has so many at work that another would be a danger to its memory. */
    @Nullable
    Compressor compressor(ContentCoding coding) {
        int[] count = AT_WORK.get();
        if (count[0] == MOST_AT_WORK) {
            return null;
        }
        Compressor begun = Codings.compressor(coding, policy.levels().getOrDefault(coding, coding.usualLevel()));
        count[0]++;
        return begun;
    }
}
