package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.state.AnswerWatch;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.ParsedResponse;
import org.jspecify.annotations.Nullable;

/** Tells a watch what passes, without the framing of the wire it came by. One exchange; only on its loop. */
final class WatchedAnswer {
    private final AnswerWatch watch;
    private @Nullable BodyReader chunks;
    private boolean silent;
    private boolean over;

    WatchedAnswer(AnswerWatch watch) {
        this.watch = watch;
    }

    /** Whether something else is sent in its place. */
    boolean head(ParsedResponse head, BodyReader.Framing framing, FilterContext exchange) {
        if (framing == BodyReader.Framing.CHUNKED) {
            chunks = new BodyReader();
            chunks.beginChunks();
        }
        silent = watch.onHead(head, exchange);
        return silent;
    }

    boolean problem(int status, FilterContext exchange) {
        if (silent || over) {
            return false;
        }
        silent = watch.onProblem(status, exchange);
        return silent;
    }

    void data(ByteBuf in, int start, int length, boolean ended) {
        if (silent) {
            return;
        }
        if (length > 0 && watch.wantsRest()) {
            watch.onData(plain(in, start, length));
        }
        if (ended) {
            end();
        }
    }

    private byte[] plain(ByteBuf in, int start, int length) {
        BodyReader reader = chunks;
        ByteBuf from = in.slice(start, length);
        if (reader != null) {
            ByteBuf data = Unpooled.buffer(length);
            reader.read(from, data);
            from = data;
        }
        byte[] bytes = new byte[from.readableBytes()];
        from.readBytes(bytes);
        return bytes;
    }

    void end() {
        if (!silent && !over) {
            watch.onEnd();
        }
    }

    /** The exchange is over. */
    void over() {
        if (!over) {
            over = true;
            watch.onOver();
        }
    }

    boolean wantsRest() {
        return !silent && !over && watch.wantsRest();
    }
}
