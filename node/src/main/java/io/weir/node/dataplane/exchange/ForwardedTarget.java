package io.weir.node.dataplane.exchange;

import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.ParsedRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What an endpoint would be asked now, as text for filters that change it. Only on the exchange's loop. */
final class ForwardedTarget {
    private ForwardedTarget() {}

    static String path(ExchangeContext exchange) {
        String own = exchange.ownTarget;
        if (own != null) {
            int question = own.indexOf('?');
            return question < 0 ? own : own.substring(0, question);
        }
        HeadBytes scratch = exchange.loop.headBytes().clear();
        RequestWriter.path(scratch, exchange.request, exchange.sheet());
        return text(scratch, 0);
    }

    static String query(ExchangeContext exchange) {
        String own = exchange.ownTarget;
        if (own != null) {
            int question = own.indexOf('?');
            return question < 0 ? "" : own.substring(question + 1);
        }
        HeadBytes scratch = exchange.loop.headBytes().clear();
        RequestWriter.query(scratch, exchange.request, exchange.droppedParameters);
        return text(scratch, Math.min(1, scratch.length()));
    }

    private static String text(HeadBytes from, int start) {
        return new String(from.bytes(), start, from.length() - start, StandardCharsets.ISO_8859_1);
    }

    /** The client's, where the gateway passes it on; several with a comma between. */
    static @Nullable String field(ExchangeContext exchange, FieldName name) {
        ParsedRequest request = exchange.request;
        FieldTable fields = request.fields();
        String found = null;
        for (int field = request.indexOf(name, 0); field >= 0; field = request.indexOf(name, field + 1)) {
            if (!fields.isNamedByConnection(field)
                    && !RequestWriter.isDropped(request.buffer(), fields, field, exchange.droppedFields)) {
                String value = request.text(request.valueStart(field), request.valueEnd(field));
                found = found == null ? value : found + ", " + value;
            }
        }
        return found;
    }

    static Method method(String text) {
        for (Method method : Method.values()) {
            if (method != Method.OTHER && method.name().equals(text)) {
                return method;
            }
        }
        return Method.OTHER;
    }
}
