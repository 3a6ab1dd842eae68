package io.weir.node.dataplane.http2;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.fields.FieldsDecoder;
import io.weir.node.dataplane.fields.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What of Netty's HTTP/2 one connection is put together from. */
record Wire(
        Http2Connection connection,
        Http2Connection.PropertyKey key,
        OutFlow flow,
        Http2ConnectionDecoder decoder,
        Http2ConnectionEncoder encoder,
        FieldsDecoder fields,
        Http2Settings settings) {
    /** Lists of fields may be so much larger than a head: those between are answered with 431. */
    private static final int FORGIVEN = 4;

    private static final int MOST_SMALL_CONTINUATIONS = 16;
    /** RFC 8441 §3. */
    private static final char ENABLE_CONNECT_PROTOCOL = 8;

    static Wire of(LoopTraffic traffic, ListenerGate.Terms terms) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
        connection.remote().maxActiveStreams(terms.streams());
        Http2Connection.PropertyKey key = connection.newKey();
        DefaultHttp2HeadersEncoder hpack = new DefaultHttp2HeadersEncoder(Sensitive.FIELDS);
        OutFlow flow = new OutFlow(connection, key, new FramesOut(hpack));
        connection.remote().flowController(flow);
        // The connection's window opens at once: a stream that stands still holds no other.
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, 0.5f, true));
        Http2ConnectionEncoder encoder =
                new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter(hpack));
        flow.encoder(encoder);
        FieldsDecoder fields = new FieldsDecoder(traffic.fieldsReader(), (long) FORGIVEN * terms.headBytes());
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new DefaultHttp2FrameReader(fields, MOST_SMALL_CONTINUATIONS),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                false);
        return new Wire(connection, key, flow, decoder, encoder, fields, settings(terms));
    }

    private static Http2Settings settings(ListenerGate.Terms terms) {
        Http2Settings settings =
                new Http2Settings().maxConcurrentStreams(terms.streams()).maxHeaderListSize(terms.headBytes());
        settings.put(Urgency.NO_RFC7540_PRIORITIES, Long.valueOf(1));
        settings.put(ENABLE_CONNECT_PROTOCOL, Long.valueOf(1));
        return settings;
    }

    /** Lets go of all exchanges. */
    void closeStreams() {
        forEachStream(ServedStream::onClosed);
    }

    /** Those that are open now, whatever becomes of them meanwhile. */
    void forEachStream(Consumer<ServedStream> action) {
        List<ServedStream> all = new ArrayList<>();
        try {
            connection.forEachActiveStream(stream -> {
                ServedStream served = stream.getProperty(key);
                if (served != null) {
                    all.add(served);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        all.forEach(action);
    }
}
