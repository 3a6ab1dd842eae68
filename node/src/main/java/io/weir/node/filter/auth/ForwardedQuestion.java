package io.weir.node.filter.auth;

import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a decider is told about a request. Immutable. */
final class ForwardedQuestion {
    private final List<String> copied;
    private final FieldName[] names;

    /** @param copied fields of the request that are told as they are */
    ForwardedQuestion(List<String> copied) {
        this.copied = copied;
        this.names = copied.stream().map(FieldName::of).toArray(FieldName[]::new);
    }

    Map<String, String> fields(FilterContext exchange) {
        RequestHead head = exchange.head();
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            String value = values(head, names[i]);
            if (!value.isEmpty()) {
                fields.put(copied.get(i), value);
            }
        }
        // Last, so that nothing a client sends stands in their place.
        fields.keySet().removeIf(name -> name.regionMatches(true, 0, "X-Forwarded-", 0, 12));
        String query = head.text(head.queryStart(), head.queryEnd());
        String path = head.text(head.pathStart(), head.pathEnd());
        fields.put("X-Forwarded-Method", head.methodText());
        fields.put("X-Forwarded-Uri", query.isEmpty() ? path : path + "?" + query);
        fields.put("X-Forwarded-Host", head.text(head.hostStart(), head.hostEnd()));
        fields.put("X-Forwarded-Proto", exchange.isSecure() ? "https" : "http");
        fields.put("X-Forwarded-For", address(head.clientAddress()));
        return fields;
    }

    private static String values(RequestHead head, FieldName name) {
        String between = name.toString().equals("cookie") ? "; " : ", ";
        return Objects.requireNonNullElse(head.joined(name, between), "");
    }

    /** As text. */
    static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }
}
