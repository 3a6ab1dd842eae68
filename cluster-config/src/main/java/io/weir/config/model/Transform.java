package io.weir.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bodies change their format on the way, and what they say.
 *
 * @param request of what clients send; empty: it stays as it is
 * @param response of what backends answer, likewise
 * @param soap one side speaks SOAP, the other JSON; then neither {@code request} nor {@code response} names formats
 * @param form how fields of forms are read
 * @param bodyBytes longer bodies are not converted (413, 502), but those that stream
 * @param depth objects and arrays, or elements, within one another
 */
public record Transform(
        String name,
        Optional<Request> request,
        Optional<Response> response,
        Optional<Soap> soap,
        Xml xml,
        Types form,
        Csv csv,
        int bodyBytes,
        int depth)
        implements Policy {
    public static final int BODY_BYTES = 1024 * 1024;
    public static final int DEPTH = 64;
    public static final String JSON = "application/json";

    /**
     * Bodies of requests.
     *
     * @param accept media types whose formats are converted; empty: none, and all pass
     * @param to the media type that the backend receives, which clients may send, too
     * @param body what is done to them between the formats
     */
    public record Request(List<String> accept, String to, Optional<BodySteps> body) {
        public Request {
            accept = List.copyOf(accept);
        }
    }

    /**
     * Bodies of answers.
     *
     * @param offer media types from which clients may choose, the best first; empty: they get what the backend answers
     * @param from the media type that the backend is asked for
     * @param body what is done to them between the formats
     */
    public record Response(List<String> offer, String from, Optional<BodySteps> body) {
        public Response {
            offer = List.copyOf(offer);
        }
    }

    /** What a text stands for where a format knows nothing else. */
    public enum Types {
        /** A text. */
        TEXT,
        /** A number or a truth value where JSON would write them so, in up to 15 digits without exponent. */
        INFERRED
    }

    /**
     * How XML and the tree belong together.
     *
     * @param root the name of the root element, which is no part of the tree; empty: it is its one member
     * @param arrays names of elements that are always items of an array
     * @param texts names of elements that are always text
     * @param hints attributes tell what XML has no words for; otherwise that is lost
     */
    public record Xml(Optional<String> root, Types types, List<String> arrays, List<String> texts, boolean hints) {
        public static final Xml DEFAULT = new Xml(Optional.empty(), Types.INFERRED, List.of(), List.of(), true);

        public Xml {
            arrays = List.copyOf(arrays);
            texts = List.copyOf(texts);
        }
    }

    /** @param delimiter between the fields of a line */
    public record Csv(char delimiter, Types types) {
        public static final Csv DEFAULT = new Csv(',', Types.TEXT);
    }

    /**
     * One operation of a SOAP service.
     *
     * @param side who speaks SOAP
     * @param namespace of the operation's elements
     * @param operation the name of the element that a request has in its body
     * @param answer that of an answer
     * @param action {@code SOAPAction}, or {@code action} of the media type
     * @param qualified whether the elements within those are in the namespace, too
     * @param header elements of the header, in {@code namespace}, and their texts
     */
    public record Soap(
            SoapVersion version,
            SoapSide side,
            String namespace,
            String operation,
            String answer,
            String action,
            boolean qualified,
            Map<String, String> header) {
        public Soap {
            header = Collections.unmodifiableMap(new LinkedHashMap<>(header));
        }
    }

    /** By their years: 2000 and 2007. */
    public enum SoapVersion {
        V1_1("1.1"),
        V1_2("1.2");

        private final String spelling;

        SoapVersion(String spelling) {
            this.spelling = spelling;
        }

        /** As documents have it. */
        public String spelling() {
            return spelling;
        }
    }

    /** On which side of the gateway SOAP is spoken. */
    public enum SoapSide {
        BACKEND,
        CLIENT
    }
}
