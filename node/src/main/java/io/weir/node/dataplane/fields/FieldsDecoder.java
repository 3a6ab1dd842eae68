package io.weir.node.dataplane.fields;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/** HPACK's decoder of one connection; fills a {@link FieldsReader} that connections of a loop share. */
public final class FieldsDecoder extends DefaultHttp2HeadersDecoder {
    private final FieldsReader reader;
    private int undelivered;

    /**
     * @param mostBytes of a list, each field counted with 32 more (RFC 9113 §6.5.2): what is larger is not kept, and makes a
     *     stream error
     */
    public FieldsDecoder(FieldsReader reader, long mostBytes) {
        super(false, mostBytes);
        this.reader = reader;
    }

    @Override
    public Http2Headers decodeHeaders(int stream, ByteBuf block) throws Http2Exception {
        undelivered = stream;
        return super.decodeHeaders(stream, block);
    }

    /** The stream of a list that has been read, but found no listener. */
    public int undelivered() {
        return undelivered;
    }

    /** The list has found its listener. */
    public void delivered() {
        undelivered = 0;
    }

    @Override
    protected Http2Headers newHeaders() {
        return reader.clear();
    }

    /** What the peer is told is a hint to it; what is enforced stays as it is. */
    @Override
    public void maxHeaderListSize(long max, long goAwayMax) {}
}
