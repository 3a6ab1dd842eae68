package io.weir.node.testkit;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A backend of gRPC (grpc-java) with services of any name and messages of bytes. Thread-safe. */
public final class CallBackend implements AutoCloseable {
    private final Server server;
    private final List<Metadata> heads = new CopyOnWriteArrayList<>();

    private CallBackend(ServerServiceDefinition service) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                    .addService(service)
                    .intercept(new Noting())
                    .directExecutor()
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Noting implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata head, ServerCallHandler<Q, A> next) {
            heads.add(head);
            return next.startCall(call, head);
        }
    }

    /** A service of {@code name}; every method takes one message and is answered by what its script says. */
    public static Service serving(String name) {
        return new Service(name);
    }

    /** What came before the messages, call by call. */
    public List<Metadata> heads() {
        return heads;
    }

    /** {@code host:port} as documents spell it. */
    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Collects methods. */
    public static final class Service {
        private final String name;
        private final ServerServiceDefinition.Builder methods;

        Service(String name) {
            this.name = name;
            this.methods = ServerServiceDefinition.builder(name);
        }

        /** Answers with one message, or an error. */
        public Service unary(String method, BiConsumer<byte[], StreamObserver<byte[]>> script) {
            methods.addMethod(
                    method(method, MethodDescriptor.MethodType.UNARY), ServerCalls.asyncUnaryCall(script::accept));
            return this;
        }

        /** Answers with any number of messages. */
        public Service streaming(String method, BiConsumer<byte[], StreamObserver<byte[]>> script) {
            methods.addMethod(
                    method(method, MethodDescriptor.MethodType.SERVER_STREAMING),
                    ServerCalls.asyncServerStreamingCall(script::accept));
            return this;
        }

        private MethodDescriptor<byte[], byte[]> method(String method, MethodDescriptor.MethodType type) {
            return MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(type)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(name, method))
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();
        }

        public CallBackend start() {
            return new CallBackend(methods.build());
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
