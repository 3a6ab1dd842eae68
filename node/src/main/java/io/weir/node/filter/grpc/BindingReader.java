package io.weir.node.filter.grpc;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.weir.node.decide.grpc.BindingTable;
import io.weir.node.decide.grpc.PathTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles the rules of google.api.http that the methods of services have. What a rule cannot mean is refused. One use. */
final class BindingReader {
    private static final String ALL = "*";

    private final BindingTable.Builder<MethodBinding> table = new BindingTable.Builder<>();
    private boolean any;

    private BindingReader() {}

    /** @param services full names; of their methods, those that have a rule are bound */
    static BindingTable<MethodBinding> read(DescriptorFiles files, List<String> services) throws BadDescriptors {
        BindingReader reader = new BindingReader();
        for (String name : services) {
            ServiceDescriptor service = files.service(name);
            if (service == null) {
                throw new BadDescriptors("has no service " + name + "; it has " + String.join(", ", files.services()));
            }
            reader.any = false;
            for (MethodDescriptor method : service.getMethods()) {
                reader.method(method);
            }
            if (!reader.any) {
                throw new BadDescriptors("has no method with google.api.http in " + name);
            }
        }
        return reader.table.build();
    }

    private void method(MethodDescriptor method) throws BadDescriptors {
        if (!method.getOptions().hasExtension(AnnotationsProto.http)) {
            return;
        }
        any = true;
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        rule(method, rule);
        for (HttpRule additional : rule.getAdditionalBindingsList()) {
            if (additional.getAdditionalBindingsCount() > 0) {
                throw bad(method, "has additional_bindings within additional_bindings");
            }
            rule(method, additional);
        }
    }

    private void rule(MethodDescriptor method, HttpRule rule) throws BadDescriptors {
        String verb =
                switch (rule.getPatternCase()) {
                    case GET, PUT, POST, DELETE, PATCH -> rule.getPatternCase().name();
                    case CUSTOM -> rule.getCustom().getKind();
                    case PATTERN_NOT_SET -> throw bad(method, "has a rule without a path");
                };
        String path =
                switch (rule.getPatternCase()) {
                    case GET -> rule.getGet();
                    case PUT -> rule.getPut();
                    case POST -> rule.getPost();
                    case DELETE -> rule.getDelete();
                    case PATCH -> rule.getPatch();
                    default -> rule.getCustom().getPath();
                };
        if (verb.isEmpty()) {
            throw bad(method, "has a custom rule without a kind");
        }
        PathTemplate template = template(method, path);
        MethodBinding other = table.add(verb, template, binding(method, rule, template));
        if (other != null) {
            throw bad(
                    method,
                    "has " + verb + ' ' + path + ", which is also "
                            + other.method().getFullName());
        }
    }

    private static PathTemplate template(MethodDescriptor method, String path) throws BadDescriptors {
        try {
            return PathTemplate.parse(path);
        } catch (PathTemplate.Malformed e) {
            throw bad(method, "has a path that is none: " + e.getMessage());
        }
    }

    private static MethodBinding binding(MethodDescriptor method, HttpRule rule, PathTemplate template)
            throws BadDescriptors {
        List<FieldPath> variables = new ArrayList<>();
        for (PathTemplate.Variable variable : template.variables()) {
            variables.add(variable(method, variable.field()));
        }
        boolean all = rule.getBody().equals(ALL);
        Optional<FieldDescriptor> body = all || rule.getBody().isEmpty()
                ? Optional.empty()
                : Optional.of(body(method, rule.getBody(), variables));
        Optional<FieldDescriptor> answer = rule.getResponseBody().isEmpty()
                ? Optional.empty()
                : Optional.of(field(method, method.getOutputType(), rule.getResponseBody(), "response_body"));
        return new MethodBinding(method, variables, all, body, answer);
    }

    private static FieldPath variable(MethodDescriptor method, String names) throws BadDescriptors {
        FieldPath path = FieldPath.find(new FieldNames(), method.getInputType(), names);
        if (path == null) {
            throw bad(
                    method,
                    "has {" + names + "}, which is no field of "
                            + method.getInputType().getFullName());
        }
        FieldDescriptor field = path.last();
        if (field.isRepeated() || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            throw bad(method, "has {" + names + "}, which is no single value");
        }
        return path;
    }

    private static FieldDescriptor body(MethodDescriptor method, String name, List<FieldPath> variables)
            throws BadDescriptors {
        FieldDescriptor body = field(method, method.getInputType(), name, "body");
        FieldPath path = new FieldPath(List.of(body));
        if (variables.contains(path)) {
            throw bad(method, "has " + name + " in its path and as its body");
        }
        return body;
    }

    private static FieldDescriptor field(MethodDescriptor method, Descriptor type, String name, String what)
            throws BadDescriptors {
        FieldDescriptor field = type.findFieldByName(name);
        if (field == null) {
            throw bad(method, "has the " + what + " \"" + name + "\", which is no field of " + type.getFullName());
        }
        return field;
    }

    private static BadDescriptors bad(MethodDescriptor method, String why) {
        return new BadDescriptors("method " + method.getFullName() + ' ' + why);
    }
}
