package io.weir.node.filter.grpc;

import io.weir.protocol.http.Problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A place in a request: a parameter, or a value in its body. Spelled only when there is something to say about it.
 *
 * @param outer null: the parameter itself, or the whole body
 * @param name of the parameter; of the member or item in {@code outer}
 */
record At(@Nullable At outer, String name) {
    /** The whole body. */
    static final At BODY = new At(null, "");

    private static final int LONGEST = 200;

    static At parameter(String kind, String name) {
        return new At(null, kind + ':' + name);
    }

    At member(String member) {
        return new At(this, member);
    }

    At item(int index) {
        return new At(this, Integer.toString(index));
    }

    Fault fault(String detail) {
        return outer == null && !name.isEmpty()
                ? new Fault(Fault.In.PARAMETER, shortened(name), detail)
                : Fault.at(shortened(pointer()), detail);
    }

    /** RFC 6901. */
    private String pointer() {
        return outer == null
                ? name
                : outer.pointer() + '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** What comes from a request is not to make an answer long. */
    private static String shortened(String place) {
        return place.length() <= LONGEST ? place : place.substring(0, LONGEST) + "...";
    }
}
