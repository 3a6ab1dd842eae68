package io.weir.node.dataplane.exchange;

import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Spells a problem as JSON (RFC 9457). */
final class ProblemBody {
    static final String CONTENT_TYPE = "application/problem+json";

    private ProblemBody() {}

    static byte[] of(Problem problem, RequestId id) {
        StringBuilder json = new StringBuilder(192);
        json.append("{\"type\":\"urn:weir:problem:").append(problem.type());
        json.append("\",\"title\":");
        text(json, problem.title());
        json.append(",\"status\":").append(problem.status());
        if (!problem.detail().isEmpty()) {
            json.append(",\"detail\":");
            text(json, problem.detail());
        }
        errors(json, problem.errors());
        json.append(",\"requestId\":");
        text(json, new String(id.bytes(), 0, id.length(), StandardCharsets.ISO_8859_1));
        return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void errors(StringBuilder json, List<Problem.Fault> errors) {
        String before = ",\"errors\":[";
        for (Problem.Fault fault : errors) {
            json.append(before).append("{\"").append(fault.in().name().toLowerCase(Locale.ROOT));
            json.append("\":");
            text(json, fault.place());
            json.append(",\"detail\":");
            text(json, fault.detail());
            json.append('}');
            before = ",";
        }
        if (!errors.isEmpty()) {
            json.append(']');
        }
    }

    private static void text(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
