package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.upstream.AnswerSink;
import io.weir.node.dataplane.upstream.ConnectionTaker;
import io.weir.node.dataplane.upstream.Failure;
import io.weir.node.dataplane.upstream.UpstreamStream;
import io.weir.node.state.PeerAnswer;
import io.weir.node.state.PeerPlan;
import io.weir.protocol.http.ParsedResponse;
import org.jspecify.annotations.Nullable;

/** One question to another node's cache, and its answer; belongs to no client. Only on its loop. */
final class PeerCall extends Timed implements ConnectionTaker, AnswerSink {
    private final LoopTraffic traffic;
    private final PeerPlan peer;
    private final byte[] request;
    private final long headNanos;
    private final PeerAnswer answer;
    private @Nullable UpstreamStream stream;
    private boolean over;

    PeerCall(LoopTraffic traffic, PeerPlan peer, byte[] request, long headNanos, PeerAnswer answer) {
        this.traffic = traffic;
        this.peer = peer;
        this.request = request;
        this.headNanos = headNanos;
        this.answer = answer;
    }

    void begin() {
        waitFor(peer.upstream().model().timeouts().connect().toNanos());
        traffic.pools().acquire(peer.upstream(), peer.endpoint(), this, 0);
    }

    private void waitFor(long nanos) {
        traffic.loop().timer().set(this, System.nanoTime() + nanos);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (stream == null) {
            traffic.pools().forget(peer.endpoint(), this, 0);
        }
        cut();
    }

    /** It is of no use any more. */
    private void cut() {
        UpstreamStream open = stream;
        stream = null;
        if (open != null) {
            open.abandon();
        }
        fail();
    }

    private void fail() {
        if (end()) {
            answer.onFailure();
        }
    }

    private boolean end() {
        boolean first = !over;
        over = true;
        stream = null;
        traffic.loop().timer().remove(this);
        return first;
    }

    @Override
    public boolean wantsConnection(long ticket) {
        return !over && stream == null;
    }

    @Override
    public void onConnection(UpstreamStream taken) {
        stream = taken;
        waitFor(headNanos);
        taken.begin(this, false);
        taken.sendHead(traffic.loop().headBytes().clear().add(request), true);
    }

    @Override
    public void onNoConnection(Failure failure) {
        fail();
    }

    @Override
    public void onInterim(ParsedResponse head) {}

    @Override
    public boolean takesTunnel(ParsedResponse head) {
        return false;
    }

    @Override
    public void onHead(
            ParsedResponse head, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended) {
        if (framing == BodyReader.Framing.CHUNKED || framing == BodyReader.Framing.CLOSE) {
            cut(); // a peer says how much it sends
            return;
        }
        answer.onHead(head);
        onBody(in, start, length, ended);
    }

    @Override
    public void onBody(ByteBuf in, int start, int length, boolean ended) {
        if (over) {
            return;
        }
        if (length > 0) {
            byte[] data = new byte[length];
            in.getBytes(start, data);
            answer.onData(data);
        }
        if (ended && end()) {
            answer.onEnd();
        } else if (!ended) {
            waitFor(peer.upstream().model().timeouts().idle().toNanos());
        }
    }

    @Override
    public void onTrailers(byte[] lines) {
        if (end()) {
            answer.onEnd();
        }
    }

    @Override
    public void onFailure(Failure failure) {
        stream = null;
        fail();
    }

    @Override
    public void onUpstreamWritable() {}
}
