package io.weir.node.filter.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code library.proto}, as tests have it. */
final class Library {
    static final DescriptorFiles FILES = read();
    static final TypeTable TYPES = FILES.types();

    private Library() {}

    static byte[] bytes() {
        try (InputStream in = Library.class.getResourceAsStream("/grpc/library.pb")) {
            return Objects.requireNonNull(in, "library.pb").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescriptorFiles read() {
        try {
            return DescriptorFiles.read(bytes());
        } catch (BadDescriptors e) {
            throw new IllegalStateException(e);
        }
    }

    static Descriptor type(String name) {
        return Objects.requireNonNull(TYPES.find("/weir.test." + name), name);
    }

    /** As the reference implementation of the JSON mapping has it. */
    static Message reference(Descriptor type, String json) throws IOException {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        JsonFormat.parser().usingTypeRegistry(registry()).merge(json, message);
        return message.build();
    }

    static String reference(Message message) throws IOException {
        return JsonFormat.printer().usingTypeRegistry(registry()).print(message);
    }

    private static JsonFormat.TypeRegistry registry() {
        JsonFormat.TypeRegistry.Builder types = JsonFormat.TypeRegistry.newBuilder();
        for (String name : new String[] {
            "weir.test.Book",
            "weir.test.Everything",
            "google.protobuf.Duration",
            "google.protobuf.Struct",
            "google.protobuf.StringValue"
        }) {
            types.add(Objects.requireNonNull(TYPES.find("/" + name)));
        }
        return types.build();
    }
}
