package io.weir.node.filter.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import io.weir.config.model.GrpcPolicy;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.decide.grpc.BindingTable;
import io.weir.node.decide.grpc.BindingTable.Found;
import io.weir.node.decide.grpc.BindingTable.Lookup;
import io.weir.node.filter.validate.JsonText;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.grpc.GrpcFrames;
import io.weir.protocol.http.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one policy {@code transcode} knows: which method a request is for, its message in a frame, its answer as JSON. Pure;
 * immutable.
 */
final class Transcoder {
    private static final int MOST_DEEP = 100;
    private static final int LONGEST_NAME = 1_000;

    private final BindingTable<MethodBinding> bindings;
    private final CallReader calls;
    private final MessageWriter answers;
    private final int mostBytes;
    private final JsonLimits limits;

    private Transcoder(BindingTable<MethodBinding> bindings, CallReader calls, MessageWriter answers, int mostBytes) {
        this.bindings = bindings;
        this.calls = calls;
        this.answers = answers;
        this.mostBytes = mostBytes;
        this.limits = new JsonLimits(MOST_DEEP, mostBytes, mostBytes, mostBytes, LONGEST_NAME, false);
    }

    static Transcoder of(byte[] descriptorSet, GrpcPolicy.Transcode policy) throws BadDescriptors {
        DescriptorFiles files = DescriptorFiles.read(descriptorSet);
        TypeTable types = files.types();
        return new Transcoder(
                BindingReader.read(files, policy.services()),
                new CallReader(new MessageReader(types, policy.ignoresUnknown())),
                new MessageWriter(types),
                policy.messageBytes());
    }

    /** Bytes that a message, or a request's body, may have. */
    int mostBytes() {
        return mostBytes;
    }

    /** @param path in its normal form */
    Lookup<MethodBinding> find(String method, String path) {
        return bindings.find(method, path);
    }

    /** What a request comes to: exactly one is there. */
    record Result(byte @Nullable [] frame, @Nullable Problem refused) {}

    /**
     * The message of a request, in its frame.
     *
     * @param body empty: there is none
     * @param contentType of the body; for bodies that are no JSON
     */
    Result call(Found<MethodBinding> found, String query, byte[] body, String contentType) {
        CallReader.Body read = CallReader.NoBody.NONE;
        if (body.length > 0 && found.value().takesRaw()) {
            read = new CallReader.Raw(contentType, body);
        } else if (body.length > 0) {
            JsonText.Result json = JsonText.read(body, limits, true);
            JsonNode tree = json.tree();
            if (tree == null) {
                return new Result(null, json.refused());
            }
            read = new CallReader.Json(tree);
        }
        try {
            Message message = calls.read(found, query, read);
            return new Result(GrpcFrames.frame(0, message.toByteArray()), null);
        } catch (Mismatch e) {
            return new Result(null, refusal(e).withErrors(List.of(e.fault())));
        }
    }

    private static Problem refusal(Mismatch mismatch) {
        return mismatch.fault().in() == Problem.Fault.In.PARAMETER
                ? GrpcRefusals.BAD_PARAMETERS
                : GrpcRefusals.BAD_MESSAGE;
    }

    /** @param workers write what is large */
    AnswerTranslation answer(MethodBinding binding, JsonForm form, String requestId, BoundedWork workers) {
        return new JsonAnswer(binding, answers, mostBytes, form, requestId, workers);
    }
}
