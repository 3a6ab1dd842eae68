package io.weir.node.filter.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * How requests of HTTP are calls of a method: one rule of google.api.http, compiled. Immutable.
 *
 * @param variables fields that the path has, in the order of its template
 * @param bodyIsAll the body is the whole message, and only that and the path are looked at
 * @param body the field that the body is
 * @param answer the field of the answer that is told; empty: all of it
 */
record MethodBinding(
        MethodDescriptor method,
        List<FieldPath> variables,
        boolean bodyIsAll,
        Optional<FieldDescriptor> body,
        Optional<FieldDescriptor> answer) {
    private static final String RAW = "google.api.HttpBody";

    MethodBinding {
        variables = List.copyOf(variables);
    }

    /** The path that gRPC has for the method. */
    String target() {
        return '/' + method.getService().getFullName() + '/' + method.getName();
    }

    boolean takesBody() {
        return bodyIsAll || body.isPresent();
    }

    /** The body is no JSON but whatever it says. */
    boolean takesRaw() {
        return bodyIsAll && method.getInputType().getFullName().equals(RAW) || body.isPresent() && isRaw(body.get());
    }

    /** The answer is no JSON but whatever it says. */
    boolean answersRaw() {
        return answer.isPresent()
                ? isRaw(answer.get())
                : method.getOutputType().getFullName().equals(RAW);
    }

    private static boolean isRaw(FieldDescriptor field) {
        return !field.isRepeated()
                && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getFullName().equals(RAW);
    }
}
