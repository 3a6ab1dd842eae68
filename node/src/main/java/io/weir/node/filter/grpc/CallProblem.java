package io.weir.node.filter.grpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.weir.node.filter.grpc.MessageWriter.NoJson;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** How a call that failed is told in HTTP: {@code application/problem+json} with the code and its details. Immutable. */
final class CallProblem {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPE = "urn:weir:problem:";
    private static final String RETRY_INFO = "/google.rpc.RetryInfo";

    private final MessageWriter messages;
    private final GrpcCode code;
    private final String text;
    private final List<Any> details;
    private final String requestId;

    private CallProblem(MessageWriter messages, GrpcCode code, String text, List<Any> details, String requestId) {
        this.messages = messages;
        this.code = code;
        this.text = text;
        this.details = details;
        this.requestId = requestId;
    }

    /** @param fields those that end a call */
    static CallProblem of(CallFields fields, GrpcCode code, MessageWriter messages, String requestId) {
        return new CallProblem(messages, code, fields.message(), details(fields.details()), requestId);
    }

    private static List<Any> details(byte[] status) {
        try {
            return Status.parseFrom(status).getDetailsList();
        } catch (InvalidProtocolBufferException e) {
            return List.of();
        }
    }

    int status() {
        return code.httpStatus();
    }

    /** Seconds after which the backend would like to see the call again; 0: it does not say. */
    long retryAfterSeconds() {
        for (Any detail : details) {
            if (detail.getTypeUrl().endsWith(RETRY_INFO)) {
                try {
                    var delay = RetryInfo.parseFrom(detail.getValue()).getRetryDelay();
                    return Math.max(0, delay.getSeconds() + (delay.getNanos() > 0 ? 1 : 0));
                } catch (InvalidProtocolBufferException e) {
                    return 0;
                }
            }
        }
        return 0;
    }

    byte[] json() {
        try {
            return MessageWriter.json(this::write);
        } catch (NoJson e) {
            throw new IllegalStateException("a problem has a form in JSON", e);
        }
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", TYPE + "call-failed");
        out.writeStringField("title", "The backend answered the call with an error");
        out.writeNumberField("status", status());
        if (!text.isEmpty()) {
            out.writeStringField("detail", text);
        }
        out.writeStringField("grpcStatus", code.name());
        if (!details.isEmpty()) {
            out.writeArrayFieldStart("details");
            for (Any detail : details) {
                out.writeRawValue(new String(detail(detail), StandardCharsets.UTF_8));
            }
            out.writeEndArray();
        }
        out.writeStringField("requestId", requestId);
        out.writeEndObject();
    }

    /** What is not known here is told as it came. */
    private byte[] detail(Any detail) throws NoJson {
        try {
            return messages.json(detail);
        } catch (NoJson e) {
            return MessageWriter.json(out -> {
                out.writeStartObject();
                out.writeStringField("@type", detail.getTypeUrl());
                out.writeStringField(
                        "value",
                        Base64.getEncoder().encodeToString(detail.getValue().toByteArray()));
                out.writeEndObject();
            });
        }
    }

    /** One of the gateway's own, in the same form. */
    static byte[] json(Problem problem, String requestId) {
        try {
            return MessageWriter.json(out -> {
                out.writeStartObject();
                out.writeStringField("type", TYPE + problem.type());
                out.writeStringField("title", problem.title());
                out.writeNumberField("status", problem.status());
                out.writeStringField("detail", problem.detail());
                out.writeStringField("requestId", requestId);
                out.writeEndObject();
            });
        } catch (NoJson e) {
            throw new IllegalStateException("a problem has a form in JSON", e);
        }
    }
}
