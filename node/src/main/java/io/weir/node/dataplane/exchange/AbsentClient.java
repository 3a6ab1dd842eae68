package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.ParsedResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a client that is gone, or was never there, while an answer is still wanted by others. Takes everything at
 * once, and keeps nothing. Only on the loop.
 */
final class AbsentClient extends Timed implements ClientStream {
    private final ListenerGate.Terms terms;
    private final Peer peer;
    private final ByteBufAllocator allocator;
    private final byte[] viaLine;
    private final boolean framesBodies;
    private @Nullable Exchange exchange;

    /** @param like whose listener, address and allocator are taken over */
    AbsentClient(ClientStream like) {
        terms = like.terms();
        peer = like.peer();
        allocator = like.allocator();
        viaLine = like.viaLine();
        framesBodies = like.framesBodies();
    }

    /** In place of a client that is gone. */
    AbsentClient(Exchange exchange, ClientStream gone) {
        this(gone);
        this.exchange = exchange;
    }

    void serve(Exchange begun) {
        exchange = begun;
    }

    private void over() {
        Exchange known = exchange;
        exchange = null;
        if (known != null) {
            known.loop.timer().remove(this);
        }
    }

    @Override
    protected void onDeadline(long nowNanos) {
        Exchange known = exchange;
        if (known != null) {
            known.onDeadline();
        }
    }

    @Override
    public void setDeadline(long nanos) {
        Exchange known = exchange;
        if (known != null) {
            known.loop.timer().set(this, nanos);
        }
    }

    /** Whoever says so is not done speaking. */
    @Override
    public void abort() {
        Exchange known = exchange;
        over();
        if (known != null) {
            known.loop.events().execute(known::onAbsentClientCut);
        }
    }

    @Override
    public void exchangeEnded(boolean keeps) {
        over();
    }

    @Override
    public void endUnread() {
        over();
    }

    @Override
    public ListenerGate.Terms terms() {
        return terms;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public @Nullable TlsConnection tls() {
        return null;
    }

    @Override
    public ByteBufAllocator allocator() {
        return allocator;
    }

    @Override
    public boolean framesBodies() {
        return framesBodies;
    }

    @Override
    public byte[] viaLine() {
        return viaLine;
    }

    @Override
    public void beginBody(BodyReader body, FieldTable fields, List<FieldName> refused) {
        body.beginRequest(fields, refused);
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void resume() {}

    @Override
    public void sendContinue() {}

    @Override
    public void sendInterim(ParsedResponse head) {}

    @Override
    public void sendOwn(HeadBytes head, byte[] content, int length) {}

    @Override
    public void sendHead(
            ParsedResponse head, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended) {}

    @Override
    public void sendPart(ByteBuf in, int start, int length, boolean ended) {}

    @Override
    public void sendTrailers(byte[] lines) {}
}
