package io.weir.node.filter.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.node.testkit.CallBackend;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code weir.test.Library}, as a backend of gRPC: books have the title that they are asked for by. */
final class LibraryBackend {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final AtomicInteger CANCELLED = new AtomicInteger();

    private LibraryBackend() {}

    static CallBackend start() {
        return CallBackend.serving("weir.test.Library")
                .unary("GetBook", LibraryBackend::getBook)
                .unary(
                        "CreateBook",
                        (request, to) -> one(
                                to,
                                book(tree("CreateBookRequest", request)
                                        .path("book")
                                        .path("title")
                                        .asText())))
                .unary(
                        "ListBooks",
                        (request, to) -> one(
                                to,
                                message(
                                        "ListBooksResponse",
                                        "{\"books\":[{\"title\":\"a\"},{}],\"nextPageToken\":\"n\"}")))
                .unary("DeleteBook", (request, to) -> one(to, new byte[0]))
                .unary("Echo", LibraryBackend::one)
                .unary("Cover", (request, to) -> one(to, raw()))
                .unary("Silent", (request, to) -> {})
                .streaming("WatchBooks", LibraryBackend::watch)
                .start();
    }

    private static void one(byte[] message, StreamObserver<byte[]> to) {
        one(to, message);
    }

    private static void one(StreamObserver<byte[]> to, byte[] message) {
        to.onNext(message);
        to.onCompleted();
    }

    private static void getBook(byte[] request, StreamObserver<byte[]> to) {
        JsonNode asked = tree("GetBookRequest", request);
        String name = asked.path("name").asText();
        if (name.endsWith("lost")) {
            to.onError(failure(5, "no book \"" + name + "\"", "LOST"));
        } else if (name.endsWith("gone")) {
            to.onError(io.grpc.Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
        } else {
            one(to, book(name + " " + asked.path("page").path("pageSize").asText("0")));
        }
    }

    /** Calls of {@code WatchBooks} that their clients gave up. */
    static int cancelled() {
        return CANCELLED.get();
    }

    /** So many books as the page has, then what the name says: an error, nothing, or the end. */
    private static void watch(byte[] request, StreamObserver<byte[]> to) {
        JsonNode asked = tree("GetBookRequest", request);
        ((ServerCallStreamObserver<byte[]>) to).setOnCancelHandler(CANCELLED::incrementAndGet);
        for (int i = 1; i <= asked.path("page").path("pageSize").asInt(); i++) {
            to.onNext(book("book " + i));
        }
        if (asked.path("name").asText().endsWith("lost")) {
            to.onError(failure(10, "lost while watching", "WATCH"));
        } else if (!asked.path("name").asText().endsWith("open")) {
            to.onCompleted();
        }
    }

    static StatusRuntimeException failure(int code, String message, String reason) {
        Status status = Status.newBuilder()
                .setCode(code)
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason)
                        .setDomain("weir.test")
                        .build()))
                .addDetails(Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/not.Known")
                        .setValue(ByteString.copyFromUtf8("?")))
                .build();
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, status.toByteArray());
        return io.grpc.Status.fromCodeValue(code).withDescription(message).asRuntimeException(trailers);
    }

    static byte[] book(String title) {
        Descriptor type = Library.type("Book");
        return DynamicMessage.newBuilder(type)
                .setField(Objects.requireNonNull(type.findFieldByName("title")), title)
                .build()
                .toByteArray();
    }

    static byte[] message(String type, String json) {
        try {
            return new MessageReader(Library.TYPES, false)
                    .read(Library.type(type), MessageJsonTest.tree(json), At.BODY)
                    .toByteArray();
        } catch (Mismatch e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static byte[] raw() {
        return com.google.api.HttpBody.newBuilder()
                .setContentType("image/svg+xml")
                .setData(ByteString.copyFromUtf8("<svg/>"))
                .build()
                .toByteArray();
    }

    static JsonNode tree(String type, byte[] message) {
        try {
            Message parsed = DynamicMessage.parseFrom(Library.type(type), message);
            return MessageJsonTest.tree(
                    new String(new MessageWriter(Library.TYPES).json(parsed), StandardCharsets.UTF_8));
        } catch (InvalidProtocolBufferException | MessageWriter.NoJson e) {
            throw new IllegalArgumentException(type, e);
        }
    }
}
