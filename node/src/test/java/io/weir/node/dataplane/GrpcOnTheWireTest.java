package io.weir.node.dataplane;

import static io.weir.node.testkit.RawCalls.BOTH;
import static io.weir.node.testkit.RawCalls.DOWN;
import static io.weir.node.testkit.RawCalls.NOTHING;
import static io.weir.node.testkit.RawCalls.UNARY;
import static io.weir.node.testkit.RawCalls.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.GrpcBackend;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestGateway;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** gRPC through the gateway, with client and server of grpc-java. */
@ExtendWith(NoLeaks.class)
final class GrpcOnTheWireTest {
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private static Documents to(String... addresses) {
        return Documents.toAddresses(addresses)
                .listener("protocols: [h2c]")
                .upstream(
                        "protocol: h2, retry: { attempts: 2, on: [connect-failure, reset, grpc-unavailable, grpc-unknown] }");
    }

    private static ManagedChannel channel(TestGateway gateway) {
        return NettyChannelBuilder.forAddress(gateway.address("public"))
                .usePlaintext()
                .disableRetry()
                .build();
    }

    private static CallOptions options() {
        return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static String unary(ManagedChannel channel, String request) {
        return ClientCalls.blockingUnaryCall(channel, UNARY, options(), request);
    }

    private static Status failure(ManagedChannel channel, CallOptions options, String request) {
        StatusRuntimeException failed = catchThrowableOfType(
                StatusRuntimeException.class, () -> ClientCalls.blockingUnaryCall(channel, UNARY, options, request));
        return failed.getStatus();
    }

    @Test
    void allFourKindsOfCallGoThrough() throws InterruptedException {
        try (GrpcBackend backend = new GrpcBackend(text -> text + text);
                TestGateway gateway = TestGateway.start(to(backend.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                assertThat(unary(channel, "ab")).isEqualTo("abab");
                assertThat(unary(channel, "x".repeat(500_000))).hasSize(1_000_000);

                List<String> down = new ArrayList<>();
                Iterator<String> all = ClientCalls.blockingServerStreamingCall(channel, DOWN, options(), "1000");
                all.forEachRemaining(down::add);
                assertThat(down).hasSize(1000).endsWith("message 999");

                Answers up = new Answers();
                StreamObserver<String> messages =
                        ClientCalls.asyncClientStreamingCall(channel.newCall(UP, options()), up);
                messages.onNext("a");
                messages.onNext("b");
                messages.onCompleted();
                assertThat(up.next()).isEqualTo("a;b;");

                Answers both = new Answers();
                StreamObserver<String> talk =
                        ClientCalls.asyncBidiStreamingCall(channel.newCall(BOTH, options()), both);
                for (int i = 0; i < 20; i++) {
                    talk.onNext("m" + i);
                    assertThat(both.next())
                            .as("each is answered before the next is sent")
                            .isEqualTo("echo m" + i);
                }
                talk.onCompleted();
                assertThat(both.next()).isEqualTo("(completed)");
                assertThat(backend.calls())
                        .as("that an answer has no code yet is no failure")
                        .isEqualTo(5);
            } finally {
                channel.shutdownNow();
            }
            Await.until(() -> "over: " + gateway.inFlight(), () -> gateway.inFlight() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK", "UNAVAILABLE"})
    void aBackendsErrorArrivesAsItIs(Status.Code code) {
        String text = "because of ä and 100%";
        try (GrpcBackend backend =
                        new GrpcBackend(any -> GrpcBackend.fail(code.toStatus().withDescription(text)));
                TestGateway gateway = TestGateway.start(to(backend.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                Status status = failure(channel, options(), "x");
                assertThat(status.getCode()).isEqualTo(code);
                assertThat(status.getDescription()).isEqualTo(text);
                assertThat(backend.calls()).as("tried once").isEqualTo(1);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void theGatewaysOwnErrorsAreCodes() {
        try (TestGateway gateway = TestGateway.start(Documents.toAddresses("127.0.0.1:1")
                .listener("protocols: [h2c]")
                .upstream("protocol: h2")
                .toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                Status status = failure(channel, options(), "x");
                assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(status.getDescription()).contains("cannot be connected to");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void whatIsUnavailableIsTriedElsewhereIfThatIsConfigured() {
        AtomicInteger failed = new AtomicInteger();
        try (GrpcBackend bad = new GrpcBackend(any -> {
                    failed.incrementAndGet();
                    return GrpcBackend.fail(Status.UNAVAILABLE);
                });
                GrpcBackend good = new GrpcBackend(text -> "good " + text);
                TestGateway gateway =
                        TestGateway.single(to(bad.address(), good.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                for (int i = 0; i < 4; i++) {
                    assertThat(unary(channel, "x")).isEqualTo("good x");
                }
                assertThat(failed.get()).as("calls that met the bad one first").isPositive();
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, UNAVAILABLE, it never wants to see it again",
        "1, OK, soon",
        "86400000, UNAVAILABLE, nobody waits for a day"
    })
    void aBackendMaySayWhenACallMayComeAgain(String pushback, Status.Code expected, String reason) {
        try (GrpcBackend bad = new GrpcBackend(any -> {
                    Metadata trailers = new Metadata();
                    trailers.put(PUSHBACK, pushback);
                    throw Status.UNAVAILABLE.asRuntimeException(trailers);
                });
                GrpcBackend good = new GrpcBackend(text -> text);
                TestGateway gateway =
                        TestGateway.single(to(bad.address(), good.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                List<Status.Code> seen = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    try {
                        unary(channel, "x");
                        seen.add(Status.Code.OK);
                    } catch (StatusRuntimeException e) {
                        seen.add(e.getStatus().getCode());
                    }
                }
                assertThat(seen).as(reason).contains(expected);
                assertThat(seen.contains(Status.Code.UNAVAILABLE)).isEqualTo(expected == Status.Code.UNAVAILABLE);
                assertThat(bad.calls()).isPositive();
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void aDeadlineIsToldOnShortenedAndEndsTheCallOnBothSides() {
        try (GrpcBackend backend = new GrpcBackend(text -> text);
                TestGateway gateway = TestGateway.start(to(backend.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                Status status = failure(
                        channel,
                        CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS),
                        GrpcBackend.SILENCE);
                assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
                assertThat(backend.remainingNanos()).singleElement().satisfies(left -> assertThat(left)
                        .isBetween(0L, TimeUnit.MILLISECONDS.toNanos(300)));
                Await.until(() -> "cancelled at the backend", () -> backend.cancelled() == 1);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void aClientThatCancelsEndsTheCallAtTheBackend() {
        try (GrpcBackend backend = new GrpcBackend(text -> text);
                TestGateway gateway = TestGateway.start(to(backend.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                ClientCall<String, String> call = channel.newCall(UNARY, options());
                ClientCalls.asyncUnaryCall(call, GrpcBackend.SILENCE, new Answers());
                Await.until(() -> "arrived", () -> backend.silent() == 1);
                call.cancel("changed my mind", null);
                Await.until(() -> "cancelled at the backend", () -> backend.cancelled() == 1);
                Await.until(() -> "over", () -> gateway.inFlight() == 0);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** As gRPC's interop tests custom_metadata and special_status_message have it. */
    @Test
    void metadataArriveOnBothSidesAsTheyAre() {
        byte[] bytes = {0, 1, (byte) 0xab, (byte) 0xff, 10, 13};
        Metadata sent = new Metadata();
        sent.put(GrpcBackend.TEXT, "as it is");
        sent.put(GrpcBackend.BYTES, bytes);
        AtomicReference<Metadata> heads = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        try (GrpcBackend backend = new GrpcBackend(text -> text);
                TestGateway gateway = TestGateway.start(to(backend.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                Channel telling = ClientInterceptors.intercept(
                        channel,
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(heads, trailers));
                assertThat(ClientCalls.blockingUnaryCall(telling, UNARY, options(), ""))
                        .as("an empty message")
                        .isEmpty();
                for (Metadata seen : List.of(backend.heads().get(0), heads.get(), trailers.get())) {
                    assertThat(seen.get(GrpcBackend.TEXT)).isEqualTo("as it is");
                    assertThat(seen.get(GrpcBackend.BYTES)).isEqualTo(bytes);
                }
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** As interop's empty_stream, cancel_after_first_response and unimplemented_method. */
    @Test
    void callsMayBeEmptyCancelledInBetweenOrUnknown() {
        try (GrpcBackend backend = new GrpcBackend(text -> text);
                TestGateway gateway = TestGateway.start(to(backend.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                Answers empty = new Answers();
                ClientCalls.asyncBidiStreamingCall(channel.newCall(BOTH, options()), empty)
                        .onCompleted();
                assertThat(empty.next()).isEqualTo("(completed)");

                Answers cancelled = new Answers();
                ClientCall<String, String> call = channel.newCall(BOTH, options());
                StreamObserver<String> talk = ClientCalls.asyncBidiStreamingCall(call, cancelled);
                talk.onNext("a");
                assertThat(cancelled.next()).isEqualTo("echo a");
                call.cancel("enough", null);
                assertThat(cancelled.next()).contains("CANCELLED");

                StatusRuntimeException unknown = catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> ClientCalls.blockingUnaryCall(channel, NOTHING, options(), "x"));
                assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                Await.until(() -> "over", () -> gateway.inFlight() == 0);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void aBackendThatDiesEndsItsCallsWithUnavailable() {
        try (GrpcBackend backend = new GrpcBackend(text -> text);
                TestGateway gateway = TestGateway.start(to(backend.address()).toString())) {
            ManagedChannel channel = channel(gateway);
            try {
                Answers both = new Answers();
                StreamObserver<String> talk =
                        ClientCalls.asyncBidiStreamingCall(channel.newCall(BOTH, options()), both);
                talk.onNext("a");
                assertThat(both.next()).isEqualTo("echo a");
                backend.die();
                assertThat(both.next()).contains("UNAVAILABLE");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** What a call was answered, one after the other. */
    private static final class Answers implements StreamObserver<String> {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        String next() {
            try {
                String one = all.poll(20, TimeUnit.SECONDS);
                return one == null ? "(nothing came)" : one;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onNext(String message) {
            all.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            all.add("(failed: " + cause.getMessage() + ")");
        }

        @Override
        public void onCompleted() {
            all.add("(completed)");
        }
    }
}
