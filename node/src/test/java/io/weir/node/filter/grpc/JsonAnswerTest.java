package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.weir.node.decide.grpc.BindingTable;
import io.weir.node.decide.grpc.BindingTable.Found;
import io.weir.node.filter.work.BoundedWork;
import io.weir.protocol.grpc.GrpcFrames;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of backends, good and bad ones, as JSON. */
final class JsonAnswerTest {
    private static final String GRPC = "content-type: application/grpc";
    private static final String UNARY = "/v1/books/a";
    private static final String STREAM = "/v1/shelves/a/books:watch";
    private static final BindingTable<MethodBinding> BINDINGS = bindings();

    private static final BoundedWork WORKERS = new BoundedWork(Runnable::run, 1, 1);

    private final Collected told = new Collected();

    private static BindingTable<MethodBinding> bindings() {
        try {
            return BindingReader.read(Library.FILES, List.of("weir.test.Library"));
        } catch (BadDescriptors e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonAnswer answer(String path) {
        MethodBinding binding = ((Found<MethodBinding>) BINDINGS.find("GET", path)).value();
        return new JsonAnswer(binding, new MessageWriter(Library.TYPES), 100_000, JsonForm.LINES, "request-1", WORKERS);
    }

    private static byte[] frame(String title) {
        return GrpcFrames.frame(0, LibraryBackend.book(title));
    }

    @Test
    void aMessageIsToldWhenItIsKnownToBeAll() {
        JsonAnswer answer = answer(UNARY);
        answer.onHead(
                Collected.head(
                        200, GRPC, "X-Shelf: 1", "grpc-encoding: identity", "content-encoding: gzip", "date: now"),
                told);
        answer.onData(frame("a"), told);
        assertThat(told.status()).isZero();
        answer.onEnd(Collected.trailers("grpc-status: 0", "x-more: 1"), told);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text()).isEqualTo("{\"title\":\"a\"}");
        assertThat(told.lines())
                .isEqualTo("Content-Type: application/json\r\nContent-Length: 13\r\nX-Shelf: 1\r\ndate: now\r\n");
        assertThat(told.isOver()).isTrue();
    }

    @Test
    void aLargeMessageIsWrittenByWorkers() {
        String title = "x".repeat(90_000);
        JsonAnswer answer = answer(UNARY);
        answer.onHead(Collected.head(200, GRPC), told);
        answer.onData(frame(title), told);
        answer.onEnd(Collected.trailers("grpc-status: 0"), told);
        assertThat(told.isOver()).isFalse();
        told.runLater();
        assertThat(told.text()).isEqualTo("{\"title\":\"" + title + "\"}");
    }

    @Test
    void aLargeMessageIsNotWrittenWhereWorkersHaveTooMuchToDo() {
        MethodBinding binding = ((Found<MethodBinding>) BINDINGS.find("GET", UNARY)).value();
        BoundedWork busy = new BoundedWork(Runnable::run, 1, 0);
        JsonAnswer answer =
                new JsonAnswer(binding, new MessageWriter(Library.TYPES), 100_000, JsonForm.LINES, "request-1", busy);
        answer.onHead(Collected.head(200, GRPC), told);
        answer.onData(frame("x".repeat(90_000)), told);
        answer.onEnd(Collected.trailers("grpc-status: 0"), told);
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.text()).contains("urn:weir:problem:overloaded");
    }

    @Test
    void messagesOfAStreamAreToldOneByOne() {
        JsonAnswer answer = answer(STREAM);
        answer.onHead(Collected.head(200, GRPC), told);
        byte[] frame = frame("a");
        for (byte b : frame) {
            answer.onData(new byte[] {b}, told);
        }
        assertThat(told.text()).isEqualTo("{\"title\":\"a\"}\n");
        assertThat(told.isOver()).isFalse();
        answer.onData(frame("b"), told);
        assertThat(told.text()).isEqualTo("{\"title\":\"a\"}\n{\"title\":\"b\"}\n");
        answer.onEnd(Collected.trailers("grpc-status: 0"), told);
        assertThat(told.isOver()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        200 | content-type: text/html            | It is not gRPC: HTTP status 200
        200 |                                    | It is not gRPC: HTTP status 200
        200 | content-type: application/grpc-web | It is not gRPC: HTTP status 200
        200 | content-type: application/grpcx    | It is not gRPC: HTTP status 200
        503 | content-type: application/grpc     | It is not gRPC: HTTP status 503
        """)
    void whatIsNotGrpcIsABadAnswer(int status, String line, String why) {
        answer(UNARY).onHead(line == null ? Collected.head(status) : Collected.head(status, line, "X-A: 1"), told);
        isBad(why);
        assertThat(told.lines()).doesNotContain("X-A");
    }

    private void isBad(String why) {
        assertThat(told.isOver()).isTrue();
        assertThat(told.status()).isEqualTo(502);
        assertThat(told.text())
                .contains("\"type\":\"urn:weir:problem:bad-answer\"", "\"detail\":\"" + why + "\"", "request-1");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        compressed  | A message is compressed, which was not asked for
        flagged     | Its frames are malformed
        web         | A message is compressed, which was not asked for
        large       | A message is larger than policies[].transcode.max-message
        twice       | It has more than one message
        garbage     | Its message is no weir.test.Book
        cut         | It ends within a message
        none        | It has no message
        """)
    void aBadMessageIsABadAnswer(String kind, String why) {
        JsonAnswer answer = answer(UNARY);
        answer.onHead(Collected.head(200, GRPC), told);
        switch (kind) {
            case "compressed" -> answer.onData(GrpcFrames.frame(GrpcFrames.COMPRESSED, new byte[3]), told);
            case "flagged" -> answer.onData(GrpcFrames.frame(2, new byte[3]), told);
            case "web" -> answer.onData(GrpcFrames.frame(GrpcFrames.TRAILERS, new byte[3]), told);
            case "large" -> answer.onData(new byte[] {0, 0, 1, (byte) 0x86, (byte) 0xa1}, told);
            case "twice" -> answer.onData(two(), told);
            case "garbage" -> answer.onData(GrpcFrames.frame(0, new byte[] {(byte) 0xff, (byte) 0xff}), told);
            case "cut" -> answer.onData(new byte[] {0, 0, 0, 0, 9, 1}, told);
            default -> answer.onData(new byte[0], told);
        }
        if (!told.isOver()) {
            answer.onEnd(Collected.trailers("grpc-status: 0"), told);
        }
        isBad(why);
    }

    private static byte[] two() {
        byte[] one = frame("a");
        byte[] both = new byte[one.length * 2];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(one, 0, both, one.length, one.length);
        return both;
    }

    @Test
    void aStreamThatIsBadInItsMiddleIsCut() {
        JsonAnswer answer = answer(STREAM);
        answer.onHead(Collected.head(200, GRPC), told);
        answer.onData(frame("a"), told);
        answer.onData(GrpcFrames.frame(2, new byte[3]), told);
        assertThat(told.isCut()).isTrue();
        assertThat(told.text()).isEqualTo("{\"title\":\"a\"}\n");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        grpc-status: 5  | 404
        grpc-status: 14 | 503
        grpc-status: 99 | 500
        grpc-status: x  | 500
        x-a: 1          | 500
        """)
    void aCodeIsAStatusWhereverItStands(String line, int status) {
        JsonAnswer answer = answer(UNARY);
        answer.onHead(Collected.head(200, GRPC, line, "grpc-message: no %C3%A4"), told);
        if (!told.isOver()) {
            answer.onEnd(Collected.trailers("x-b: 1"), told);
        }
        assertThat(told.status()).isEqualTo(status);
        assertThat(told.lines()).doesNotContain("grpc-");
        if (line.startsWith("grpc")) {
            assertThat(told.text()).contains("\"detail\":\"no ä\"");
        }
    }

    @Test
    void aBackendMaySayWhenToComeAgain() {
        Status status = Status.newBuilder()
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(2).setNanos(1))
                        .build()))
                .build();
        String details = Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
        JsonAnswer answer = answer(UNARY);
        answer.onHead(Collected.head(200, GRPC, "grpc-status: 14", "grpc-status-details-bin: " + details), told);
        assertThat(told.lines()).contains("Retry-After: 3\r\n");
        assertThat(told.text())
                .contains(
                        "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2.000000001s\"}]");
    }

    @Test
    void detailsThatAreNoneAreLeftOut() {
        for (String details : List.of("!", "AAAA", "CgU=")) {
            Collected one = new Collected();
            answer(UNARY)
                    .onHead(Collected.head(200, GRPC, "grpc-status: 3", "grpc-status-details-bin: " + details), one);
            assertThat(one.status()).isEqualTo(400);
            assertThat(one.text()).doesNotContain("details");
        }
    }

    @Test
    void anyBytesComeToOneEnd() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 3_000; turn++) {
            Collected one = new Collected();
            JsonAnswer answer = answer(random.nextBoolean() ? UNARY : STREAM);
            answer.onHead(Collected.head(200, GRPC), one);
            for (int part = random.nextInt(4); part > 0 && !one.isOver(); part--) {
                byte[] bytes = random.nextBoolean() ? frame("a") : new byte[random.nextInt(20)];
                if (random.nextInt(3) == 0 && bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                answer.onData(bytes, one);
            }
            if (!one.isOver()) {
                answer.onEnd(Collected.trailers("grpc-status: " + random.nextInt(3)), one);
            }
            assertThat(one.isOver()).as("seed %d", seed).isTrue();
        }
    }
}
