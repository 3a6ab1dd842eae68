package io.weir.node.testkit;

import io.grpc.Context;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A gRPC server of grpc-java with {@link RawCalls}. */
public final class GrpcBackend implements AutoCloseable {
    /** A request of this text is never answered. */
    public static final String SILENCE = "silence";

    /** Said back. */
    public static final Metadata.Key<String> TEXT = Metadata.Key.of("x-echo", Metadata.ASCII_STRING_MARSHALLER);

    /** Said back. */
    public static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-echo-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Server server;
    private final List<Metadata> heads = new CopyOnWriteArrayList<>();
    private final List<Long> remainingNanos = new CopyOnWriteArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger silent = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    /** @param unary answers a unary call; what it throws is the status */
    public GrpcBackend(Function<String, String> unary) {
        ServerServiceDefinition service = ServerServiceDefinition.builder(RawCalls.SERVICE)
                .addMethod(RawCalls.UNARY, ServerCalls.asyncUnaryCall((request, out) -> unary(unary, request, out)))
                .addMethod(RawCalls.DOWN, ServerCalls.asyncServerStreamingCall(GrpcBackend::down))
                .addMethod(RawCalls.UP, ServerCalls.asyncClientStreamingCall(GrpcBackend::up))
                .addMethod(RawCalls.BOTH, ServerCalls.asyncBidiStreamingCall(GrpcBackend::both))
                .build();
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                    .addService(ServerInterceptors.intercept(service, new Watching()))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Watching implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata head, ServerCallHandler<Q, A> next) {
            calls.incrementAndGet();
            heads.add(head);
            var deadline = Context.current().getDeadline();
            if (deadline != null) {
                remainingNanos.add(deadline.timeRemaining(java.util.concurrent.TimeUnit.NANOSECONDS));
            }
            return next.startCall(new Echoing<>(call, head), head);
        }
    }

    /** Says metadata whose names begin with {@code x-echo} back, before the messages and after them. */
    private static final class Echoing<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
        private final Metadata echoed = new Metadata();

        Echoing(ServerCall<Q, A> call, Metadata head) {
            super(call);
            if (head.containsKey(TEXT)) {
                echoed.put(TEXT, Objects.requireNonNull(head.get(TEXT)));
            }
            if (head.containsKey(BYTES)) {
                echoed.put(BYTES, Objects.requireNonNull(head.get(BYTES)));
            }
        }

        @Override
        public void sendHeaders(Metadata headers) {
            headers.merge(echoed);
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            trailers.merge(echoed);
            super.close(status, trailers);
        }
    }

    private void unary(Function<String, String> answer, String request, StreamObserver<String> out) {
        if (request.equals(SILENCE)) {
            ((ServerCallStreamObserver<String>) out).setOnCancelHandler(cancelled::incrementAndGet);
            silent.incrementAndGet();
            return;
        }
        try {
            String text = answer.apply(request);
            out.onNext(text);
            out.onCompleted();
        } catch (StatusRuntimeException e) {
            out.onError(e);
        }
    }

    /** As many messages as the request says. */
    private static void down(String request, StreamObserver<String> out) {
        for (int i = 0; i < Integer.parseInt(request); i++) {
            out.onNext("message " + i);
        }
        out.onCompleted();
    }

    private static StreamObserver<String> up(StreamObserver<String> out) {
        StringBuilder all = new StringBuilder();
        return new Messages(message -> all.append(message).append(';'), () -> {
            out.onNext(all.toString());
            out.onCompleted();
        });
    }

    private static StreamObserver<String> both(StreamObserver<String> out) {
        return new Messages(message -> out.onNext("echo " + message), out::onCompleted);
    }

    private record Messages(java.util.function.Consumer<String> each, Runnable then) implements StreamObserver<String> {
        @Override
        public void onNext(String message) {
            each.accept(message);
        }

        @Override
        public void onError(Throwable cause) {
            // the call is over: nobody is told
        }

        @Override
        public void onCompleted() {
            then.run();
        }
    }

    /** For a unary answer: fails with this code. */
    public static String fail(Status status) {
        throw status.asRuntimeException();
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Calls that came here. */
    public int calls() {
        return calls.get();
    }

    /** Calls that are complete and not answered. */
    public int silent() {
        return silent.get();
    }

    /** Silent calls whose client has gone away. */
    public int cancelled() {
        return cancelled.get();
    }

    /** The fields of each call. */
    public List<Metadata> heads() {
        return heads;
    }

    /** The time that was left of each call that had a deadline, when it came. */
    public List<Long> remainingNanos() {
        return remainingNanos;
    }

    /** Ends all calls and closes all connections. */
    public void die() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
