package io.weir.node.dataplane.http2;

import io.netty.handler.codec.http2.Http2HeadersEncoder.SensitivityDetector;
import io.netty.util.AsciiString;

/**
 * What never enters HPACK's table (RFC 7541 §7.1): what is secret, because its presence there could be found out by
 * guessing; and what is another one each time, because it would only push others out.
 */
final class Sensitive {
    private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");

    static final SensitivityDetector FIELDS =
            (name, value) -> SET_COOKIE.contentEquals(name) || REQUEST_ID.contentEquals(name);

    private Sensitive() {}
}
