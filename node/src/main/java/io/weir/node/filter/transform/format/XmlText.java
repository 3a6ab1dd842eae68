package io.weir.node.filter.transform.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * The characters of an XML document: its byte order mark says what they are, else {@code Content-Type}, else the document's own
 * declaration, else they are UTF-8 (RFC 7303 §3).
 */
final class XmlText {
    private static final int LONGEST_DECLARATION = 200;
    private static final Map<String, Charset> KNOWN = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.US_ASCII,
            "iso-8859-1", StandardCharsets.ISO_8859_1,
            "latin1", StandardCharsets.ISO_8859_1,
            "utf-16", StandardCharsets.UTF_16BE,
            "utf-16be", StandardCharsets.UTF_16BE,
            "utf-16le", StandardCharsets.UTF_16LE);

    private XmlText() {}

    static String decode(byte[] body, String charset) throws BodyFault {
        if (begins(body, 0xef, 0xbb, 0xbf)) {
            return decode(body, 3, StandardCharsets.UTF_8);
        } else if (begins(body, 0xfe, 0xff)) {
            return decode(body, 2, StandardCharsets.UTF_16BE);
        } else if (begins(body, 0xff, 0xfe)) {
            return decode(body, 2, StandardCharsets.UTF_16LE);
        } else if (!charset.isEmpty()) {
            return decode(body, 0, known(charset));
        } else if (begins(body, 0, '<', 0, '?')) {
            return decode(body, 0, StandardCharsets.UTF_16BE);
        } else if (begins(body, '<', 0, '?', 0)) {
            return decode(body, 0, StandardCharsets.UTF_16LE);
        }
        return decode(body, 0, declared(body));
    }

    private static Charset known(String name) throws BodyFault {
        Charset charset = KNOWN.get(name.toLowerCase(Locale.ROOT));
        if (charset == null) {
            throw BodyFault.charset(
                    name.length() < 40 && name.chars().allMatch(c -> c > ' ' && c < 127) ? name : "of the body");
        }
        return charset;
    }

    /** In a document whose first bytes are ASCII, whatever it says of itself. */
    private static Charset declared(byte[] body) throws BodyFault {
        String begin = new String(body, 0, Math.min(body.length, LONGEST_DECLARATION), StandardCharsets.ISO_8859_1);
        int end = begin.indexOf("?>");
        int at = begin.startsWith("<?xml") && end > 0 ? begin.substring(0, end).indexOf("encoding") : -1;
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        String rest = begin.substring(at + "encoding".length(), end).strip();
        String quoted = rest.startsWith("=") ? rest.substring(1).strip() : "";
        int close = quoted.isEmpty() ? -1 : quoted.indexOf(quoted.charAt(0), 1);
        Charset charset = known(close < 0 ? "" : quoted.substring(1, close));
        if (charset.equals(StandardCharsets.UTF_16BE) || charset.equals(StandardCharsets.UTF_16LE)) {
            throw BodyFault.malformed("It says that it is UTF-16, but is not");
        }
        return charset;
    }

    private static boolean begins(byte[] body, int... bytes) {
        if (body.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((body[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(byte[] body, int start, Charset charset) throws BodyFault {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(body, start, body.length - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw BodyFault.malformed("It is not " + charset.name());
        }
    }
}
