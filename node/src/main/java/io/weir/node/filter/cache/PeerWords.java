package io.weir.node.filter.cache;

import io.weir.node.state.PeerPlan;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.RequestHead;
import io.weir.protocol.http.RequestParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** How nodes' caches speak with each other: a GET with what the client's request says, so that the right variant is chosen. */
final class PeerWords {
    /** Of a question: what lets in. Of an answer: what it is, and which purges it has outlived. */
    static final FieldName PEER = FieldName.of("weir-peer");

    static final FieldName ASK = FieldName.of("weir-peer-ask");

    /** The one who asks is to fetch it, and will be asked for it. */
    static final String FILL = "fill";

    /** The one who asks is to fetch it, and is not waited for. */
    static final String ALONE = "alone";

    /** It is not fit to be stored. */
    static final String PASS = "pass";

    /** It is stored; what follows are numbers of purges. */
    static final String HIT = "hit";

    /** It comes as it is being fetched. */
    static final String LIVE = "live";

    private static final int MOST_FIELDS = 400;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String SECRETS = " authorization cookie proxy-authorization ";
    private static final Set<String> LEFT_OUT = Set.of(
            "host",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "expect",
            "range",
            "if-range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "weir-peer",
            "weir-peer-ask");

    private PeerWords() {}

    /** What a client may send is more than what goes between nodes. */
    static boolean isTooLarge(RequestHead head) {
        int fields = head.fieldCount();
        int bytes = fields == 0 ? 0 : head.valueEnd(fields - 1) - head.pathStart();
        return fields > MOST_FIELDS || bytes > MOST_BYTES;
    }

    /** A request that can be kept: what of it chooses among variants. */
    static RequestHead copy(RequestHead head, Asked asked) {
        byte[] lines = bytes(lines(head, asked, null).append("\r\n"));
        ParsedRequest copy = new ParsedRequest(lines.length);
        RequestParser parser = new RequestParser(copy);
        parser.reserve(lines.length);
        System.arraycopy(lines, 0, parser.buffer(), parser.limit(), lines.length);
        parser.added(lines.length);
        if (parser.parse(Integer.MAX_VALUE, Integer.MAX_VALUE) != RequestParser.Progress.DONE) {
            throw new IllegalStateException("a request that was read cannot be read again: " + parser.fault());
        }
        return copy;
    }

    /** @param conditions lines, maybe none */
    static byte[] question(RequestHead head, Asked asked, PeerAsk ask, PeerPlan peer, String conditions) {
        StringBuilder lines = lines(head, asked, peer.token())
                .append("weir-peer: ")
                .append(peer.token())
                .append("\r\nweir-peer-ask: ")
                .append(ask.text())
                .append("\r\n")
                .append(conditions)
                .append("\r\n");
        return bytes(lines);
    }

    private static StringBuilder lines(RequestHead head, Asked asked, @org.jspecify.annotations.Nullable String salt) {
        StringBuilder lines = new StringBuilder(512)
                .append("GET ")
                .append(asked.target())
                .append(" HTTP/1.1\r\nhost: ")
                .append(asked.authority())
                .append("\r\n");
        for (int field = 0; field < head.fieldCount(); field++) {
            String name = head.text(head.nameStart(field), head.nameEnd(field)).toLowerCase(java.util.Locale.ROOT);
            if (!LEFT_OUT.contains(name)) {
                String value = head.text(head.valueStart(field), head.valueEnd(field));
                boolean veiled = salt != null && SECRETS.contains(' ' + name + ' ');
                lines.append(name)
                        .append(": ")
                        .append(veiled ? veiled(salt + value) : value)
                        .append("\r\n");
            }
        }
        return lines;
    }

    /** What another node needs to know of a credential: whether it is the same. */
    private static String veiled(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(StringBuilder lines) {
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
