package io.weir.node.filter.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Soap;
import io.weir.config.model.Transform.SoapVersion;
import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.filter.transform.format.JsonCodec;
import io.weir.node.filter.transform.format.SoapMessage;
import io.weir.protocol.http.Problem;
import java.util.List;
import java.util.Map;

/** The four ways of a message between JSON and SOAP, for one operation. Thread-safe. */
final class SoapConversions {
    private static final String JSON = Transform.JSON;
    private static final String PROBLEM = "application/problem+json";
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int BAD_GATEWAY = 502;

    private final Soap soap;
    private final Transform.Xml form;
    private final JsonCodec json;
    private final int depth;

    SoapConversions(Transform policy, Soap soap) {
        this.soap = soap;
        this.form = policy.xml();
        this.depth = policy.depth();
        this.json = new JsonCodec(depth);
    }

    int depth() {
        return depth;
    }

    /** Of messages in SOAP. */
    String contentType() {
        return soap.version() == SoapVersion.V1_1
                ? "text/xml; charset=utf-8"
                : "application/soap+xml; charset=utf-8"
                        + (soap.action().isEmpty() ? "" : "; action=\"" + soap.action() + '"');
    }

    private static JsonNode edited(JsonNode tree, List<BodyEdit> edits, int status) throws BodyFault {
        JsonNode edited = tree;
        for (BodyEdit edit : edits) {
            edited = edit.edit(edited, status);
        }
        return edited;
    }

    private JsonNode tree(byte[] body, String charset) throws BodyFault {
        return body.length == 0 ? JsonNodeFactory.instance.objectNode() : json.read(body, charset);
    }

    /** What a client says in JSON becomes a request of the operation. */
    Conversion toOperation(String charset, List<BodyEdit> edits) {
        return new Way(contentType()) {
            @Override
            public Converted convert(byte[] body, int status) throws BodyFault {
                JsonNode value = edited(tree(body, charset), edits, status);
                byte[] envelope = SoapMessage.write(
                        soap.version(),
                        soap.namespace(),
                        soap.operation(),
                        value,
                        soap.qualified(),
                        soap.header(),
                        form);
                return new Converted(status, contentType(), envelope);
            }
        };
    }

    /** What a backend answers in SOAP becomes JSON, and its fault a problem. */
    Conversion fromAnswer(String charset, List<BodyEdit> edits, String requestId) {
        return new Way(JSON) {
            @Override
            public Converted convert(byte[] body, int status) throws BodyFault {
                SoapMessage message = SoapMessage.read(body, charset, soap.version(), form, depth);
                if (message.isFault(soap.version())) {
                    return problem(message, requestId);
                }
                if (!message.name().isEmpty() && !message.name().equals(soap.answer())) {
                    throw BodyFault.malformed("Its body is not " + soap.answer());
                }
                return new Converted(status, JSON, JsonCodec.text(edited(message.value(), edits, status)));
            }
        };
    }

    private static Conversion.Converted problem(SoapMessage fault, String requestId) throws BodyFault {
        String code = fault.faultCode();
        boolean sender = code.equals("Client") || code.equals("Sender");
        Problem problem = Problem.of(
                        sender ? BAD_REQUEST : BAD_GATEWAY, "soap-fault", "The backend has answered with a fault")
                .withDetail(fault.faultReason());
        ObjectNode tree = ProblemText.tree(problem, requestId);
        ObjectNode said = tree.putObject("fault").put("code", code);
        if (!fault.faultDetail().isMissingNode()) {
            said.set("detail", fault.faultDetail());
        }
        return new Conversion.Converted(problem.status(), PROBLEM, JsonCodec.text(tree));
    }

    /** A client's request of the operation becomes JSON. */
    Conversion fromOperation(String charset, List<BodyEdit> edits) {
        return new Way(JSON) {
            @Override
            public Converted convert(byte[] body, int status) throws BodyFault {
                SoapMessage message = SoapMessage.read(body, charset, soap.version(), form, depth);
                if (message.obliges()) {
                    throw new BodyFault(Problem.of(400, "soap-must-understand", "A header is not understood here"));
                }
                if (!message.name().equals(soap.operation())
                        || !message.namespace().equals(soap.namespace())) {
                    throw BodyFault.malformed("Its body is not " + soap.operation() + " of " + soap.namespace());
                }
                return new Converted(status, JSON, JsonCodec.text(edited(message.value(), edits, status)));
            }
        };
    }

    /** What a backend answers in JSON becomes the operation's answer, and its error a fault. */
    Conversion toAnswer(String charset, List<BodyEdit> edits) {
        return new Way(contentType()) {
            @Override
            public Converted convert(byte[] body, int status) throws BodyFault {
                if (status >= BAD_REQUEST) {
                    return fault(status, error(body, charset));
                }
                JsonNode value = edited(tree(body, charset), edits, status);
                ObjectNode members = value instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode().set("return", value);
                byte[] envelope = SoapMessage.write(
                        soap.version(), soap.namespace(), soap.answer(), members, soap.qualified(), Map.of(), form);
                return new Converted(200, contentType(), envelope);
            }
        };
    }

    /** Whatever an error's body is, the error is told. */
    private JsonNode error(byte[] body, String charset) {
        try {
            return tree(body, charset);
        } catch (BodyFault e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private Conversion.Converted fault(int status, JsonNode said) throws BodyFault {
        String title = said.path("title").asText("");
        String detail = said.path("detail").asText("");
        String reason =
                title.isEmpty() ? "The backend answered " + status : detail.isEmpty() ? title : title + ": " + detail;
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (said instanceof ObjectNode object && !object.isEmpty()) {
            details.putObject("problem").put("@xmlns", "urn:ietf:rfc:7807").setAll(object);
        }
        return fault(status < SERVER_ERROR, "", reason, details);
    }

    /** The gateway's own. */
    Conversion.Converted fault(Problem problem) throws BodyFault {
        String detail = problem.detail().isEmpty() ? "" : ": " + problem.detail();
        String code = problem.type().equals("soap-must-understand") ? "MustUnderstand" : "";
        return fault(
                problem.status() < SERVER_ERROR, code, problem.title() + detail, JsonNodeFactory.instance.objectNode());
    }

    private Conversion.Converted fault(boolean sender, String code, String reason, JsonNode detail) throws BodyFault {
        boolean first = soap.version() == SoapVersion.V1_1;
        String usual = sender ? first ? "Client" : "Sender" : first ? "Server" : "Receiver";
        // SOAP 1.1 §6.2: 500 for each; SOAP 1.2 part 2 §7.5.2.2: 400 for the sender's
        int status = sender && !first && code.isEmpty() ? BAD_REQUEST : SERVER_ERROR;
        byte[] envelope = SoapMessage.fault(soap.version(), code.isEmpty() ? usual : code, reason, detail, form);
        return new Conversion.Converted(status, contentType(), envelope);
    }

    /** One of the ways. */
    private abstract static class Way implements Conversion {
        private final String contentType;

        Way(String contentType) {
            this.contentType = contentType;
        }

        @Override
        public String contentType() {
            return contentType;
        }

        @Override
        public boolean takesNothing() {
            return true;
        }
    }
}
