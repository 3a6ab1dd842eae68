package io.weir.node.testkit;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** gRPC methods of {@code demo.Echo} whose messages are texts: what is tested is what is around messages. */
public final class RawCalls {
    public static final String SERVICE = "demo.Echo";
    public static final MethodDescriptor<String, String> UNARY = method("Unary", MethodType.UNARY);
    public static final MethodDescriptor<String, String> DOWN = method("Down", MethodType.SERVER_STREAMING);
    public static final MethodDescriptor<String, String> UP = method("Up", MethodType.CLIENT_STREAMING);
    public static final MethodDescriptor<String, String> BOTH = method("Both", MethodType.BIDI_STREAMING);

    /** Not there. */
    public static final MethodDescriptor<String, String> NOTHING = method("Nothing", MethodType.UNARY);

    private RawCalls() {}

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setType(type)
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
