package io.weir.node.decide.route;

import io.weir.config.model.Match;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route's conditions besides host and path. The order is by specificity, most specific first: more header and query
 * conditions, then methods, then listeners (as {@code RouteTies} of the document's validation has it). Immutable.
 */
final class Candidate implements Choice, Comparable<Candidate> {
    private final int route;
    private final @Nullable VersionChoice versions;
    private final int methodBits;
    private final String[] otherMethods;
    private final String[] listeners;
    private final FieldTest[] headers;
    private final FieldTest[] query;

    /** @param value null: the field only has to be there */
    private record FieldTest(FieldName field, byte[] name, byte @Nullable [] value) {
        static FieldTest[] of(List<Match.FieldMatch> matches) {
            return matches.stream()
                    .map(match -> new FieldTest(
                            FieldName.of(match.name()),
                            match.name().getBytes(StandardCharsets.UTF_8),
                            match.value()
                                    .map(value -> value.getBytes(StandardCharsets.UTF_8))
                                    .orElse(null)))
                    .toArray(FieldTest[]::new);
        }
    }

    Candidate(RouteSpec spec) {
        Match match = spec.match();
        route = spec.route();
        versions = spec.versions();
        methodBits = bits(match.methods());
        otherMethods = match.methods().stream()
                .filter(method -> known(method) == Method.OTHER)
                .toArray(String[]::new);
        listeners = match.listeners().toArray(String[]::new);
        headers = FieldTest.of(match.headers());
        query = FieldTest.of(match.query());
    }

    /** Zero: any method. Whoever answers GET answers HEAD (RFC 9110 §9.3.2). */
    private static int bits(List<String> methods) {
        int bits = 0;
        for (String method : methods) {
            bits |= known(method).bit();
        }
        boolean get = (bits & Method.GET.bit()) != 0;
        return get ? bits | Method.HEAD.bit() : bits;
    }

    private static Method known(String method) {
        for (Method known : Method.values()) {
            if (known.name().equals(method)) {
                return known;
            }
        }
        return Method.OTHER;
    }

    @Override
    public int compareTo(Candidate other) {
        int byFields = Integer.compare(other.headers.length + other.query.length, headers.length + query.length);
        if (byFields != 0) {
            return byFields;
        }
        int byMethod = Boolean.compare(other.methodBits != 0, methodBits != 0);
        return byMethod != 0 ? byMethod : Boolean.compare(other.listeners.length > 0, listeners.length > 0);
    }

    /** Header fields of which it asks for some value. */
    List<FieldName> valuedHeaders() {
        return Arrays.stream(headers)
                .filter(test -> test.value != null)
                .map(FieldTest::field)
                .toList();
    }

    /** The value it asks for; {@code field} is one of {@link #valuedHeaders}. */
    byte[] valueOf(FieldName field) {
        for (FieldTest test : headers) {
            if (test.value != null && test.field.equals(field)) {
                return test.value;
            }
        }
        throw new IllegalArgumentException("no value of " + field + " is asked for");
    }

    /** The route if all holds. When only the method is another, tells {@code captures} which it would be. */
    @Override
    public int choose(RequestHead head, Captures captures) {
        if (!onListener(head) || !hasHeaders(head) || !hasQuery(head)) {
            return RouteTable.NONE;
        }
        if (methodBits != 0 && !hasMethod(head)) {
            captures.allow(methodBits);
            return RouteTable.NONE;
        }
        return versions == null ? route : versions.choose(head);
    }

    private boolean hasMethod(RequestHead head) {
        Method method = head.method();
        if ((methodBits & method.bit()) == 0) {
            return false;
        }
        if (method != Method.OTHER) {
            return true;
        }
        String text = head.methodText();
        for (String other : otherMethods) {
            if (other.equals(text)) {
                return true;
            }
        }
        return false;
    }

    private boolean onListener(RequestHead head) {
        for (String listener : listeners) {
            if (listener.equals(head.listener())) {
                return true;
            }
        }
        return listeners.length == 0;
    }

    private boolean hasHeaders(RequestHead head) {
        for (FieldTest test : headers) {
            if (!hasHeader(head, test)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasHeader(RequestHead head, FieldTest test) {
        byte[] value = test.value;
        for (int i = head.indexOf(test.field, 0); i >= 0; i = head.indexOf(test.field, i + 1)) {
            if (value == null || Bytes.equal(head.buffer(), head.valueStart(i), head.valueEnd(i), value)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasQuery(RequestHead head) {
        for (FieldTest test : query) {
            long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), test.name);
            if (range < 0) {
                return false;
            }
            byte[] value = test.value;
            if (value != null && !QueryBytes.equalsDecoded(head.buffer(), (int) (range >>> 32), (int) range, value)) {
                return false;
            }
        }
        return true;
    }
}
