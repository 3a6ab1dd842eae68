package io.weir.node.filter.coding;

import io.weir.config.model.ContentCoding;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code Content-Encoding} says. */
public final class CodedFields {
    static final FieldName CONTENT_ENCODING = FieldName.of("content-encoding");

    /** Nobody needs more in a row, and each costs. */
    private static final int MOST = 3;

    private CodedFields() {}

    /** Whether the request's body, as far as is said by now, comes in a content coding. */
    public static boolean isCoded(FilterContext exchange) {
        String said = of(exchange);
        return said != null && !said.strip().equalsIgnoreCase("identity");
    }

    /** All that is said of the request, or null. */
    static @Nullable String of(FilterContext exchange) {
        String first = exchange.requestField(CONTENT_ENCODING);
        String all = first == null ? null : exchange.head().joined(CONTENT_ENCODING, ",");
        return all == null ? first : all;
    }

    /** In the order in which they were applied; empty: there is one that is none of {@code known}, or there are too many. */
    static Optional<List<ContentCoding>> codings(String field, List<ContentCoding> known) {
        List<ContentCoding> codings = new ArrayList<>(1);
        for (String element : field.split(",", -1)) {
            String token = element.strip().toLowerCase(Locale.ROOT);
            if (token.isEmpty() || token.equals("identity")) {
                continue;
            }
            Optional<ContentCoding> coding = ContentCoding.of(token).filter(known::contains);
            if (coding.isEmpty() || codings.size() == MOST) {
                return Optional.empty();
            }
            codings.add(coding.get());
        }
        return Optional.of(codings);
    }
}
