package io.weir.node.filter.transform.format;

import io.weir.node.decide.validate.Utf8;
import java.nio.charset.StandardCharsets;

/** Bodies that are texts in UTF-8. */
final class TextBytes {
    private TextBytes() {}

    /** @throws BodyFault when the media type says that they are something else */
    static void checkUtf8(String charset) throws BodyFault {
        if (!charset.isEmpty() && !charset.equals("utf-8") && !charset.equals("us-ascii")) {
            throw BodyFault.charset(
                    charset.length() < 40 && charset.chars().allMatch(c -> c > ' ' && c < 127) ? charset : "");
        }
    }

    static String utf8(byte[] body, String charset) throws BodyFault {
        checkUtf8(charset);
        if (!Utf8.isValid(body)) {
            throw BodyFault.malformed("It is not UTF-8");
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
