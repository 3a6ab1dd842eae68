import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/**
 * demo.Greeter on grpc-java, without generated code: its types are those of greeter.pb. Arguments: the port, and where
 * greeter.pb is.
 */
public final class Greeter {
    private final FileDescriptor types;

    private Greeter(FileDescriptor types) {
        this.types = types;
    }

    public static void main(String[] args) throws Exception {
        Greeter greeter = new Greeter(types(Path.of(args[1])));
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])))
                .addService(greeter.service())
                .build()
                .start();
        System.out.println("listening on 127.0.0.1:" + server.getPort());
        server.awaitTermination();
    }

    /** What greeter.proto itself has; what it imports is about its annotations only. */
    private static FileDescriptor types(Path set) throws Exception {
        for (FileDescriptorProto file : FileDescriptorSet.parseFrom(Files.readAllBytes(set)).getFileList()) {
            if (file.getName().equals("greeter.proto")) {
                return FileDescriptor.buildFrom(file.toBuilder().clearDependency().build(), new FileDescriptor[0]);
            }
        }
        throw new IllegalArgumentException(set + " has no greeter.proto");
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("demo.Greeter")
                .addMethod(
                        method("SayHello", MethodType.UNARY, "HelloRequest", "HelloReply"),
                        ServerCalls.asyncUnaryCall(this::sayHello))
                .addMethod(
                        method("CountDown", MethodType.SERVER_STREAMING, "CountRequest", "Count"),
                        ServerCalls.asyncServerStreamingCall(this::countDown))
                .build();
    }

    private void sayHello(DynamicMessage request, StreamObserver<DynamicMessage> to) {
        String name = (String) get(request, "name");
        if (name.equals("nobody")) {
            to.onError(Status.NOT_FOUND.withDescription("there is nobody").asRuntimeException());
            return;
        }
        int times = Math.max(1, (Integer) get(request, "times"));
        to.onNext(message("HelloReply", "message", "Hello, " + String.join(" ", Collections.nCopies(times, name)) + "!"));
        to.onCompleted();
    }

    private void countDown(DynamicMessage request, StreamObserver<DynamicMessage> to) {
        for (int left = (Integer) get(request, "from"); left > 0; left--) {
            to.onNext(message("Count", "left", left));
        }
        to.onCompleted();
    }

    private static Object get(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    private DynamicMessage message(String type, String field, Object value) {
        Descriptor descriptor = types.findMessageTypeByName(type);
        return DynamicMessage.newBuilder(descriptor)
                .setField(descriptor.findFieldByName(field), value)
                .build();
    }

    private MethodDescriptor<DynamicMessage, DynamicMessage> method(
            String name, MethodType kind, String request, String answer) {
        return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(kind)
                .setFullMethodName("demo.Greeter/" + name)
                .setRequestMarshaller(new Messages(types.findMessageTypeByName(request)))
                .setResponseMarshaller(new Messages(types.findMessageTypeByName(answer)))
                .build();
    }

    private record Messages(Descriptor type) implements MethodDescriptor.Marshaller<DynamicMessage> {
        @Override
        public InputStream stream(DynamicMessage message) {
            return message.toByteString().newInput();
        }

        @Override
        public DynamicMessage parse(InputStream in) {
            try {
                return DynamicMessage.parseFrom(type, in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
