package io.weir.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a target as it was sent, beside its one form: what signatures are over. */
final class SentTargetTest {
    private final ParsedRequest head = new ParsedRequest(16);
    private final RequestParser parser = new RequestParser(head);

    private void read(String target) {
        parser.clear();
        byte[] bytes = ("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        parser.reserve(bytes.length);
        System.arraycopy(bytes, 0, parser.buffer(), parser.limit(), bytes.length);
        parser.added(bytes.length);
        assertThat(parser.parse(1000, 10)).isEqualTo(RequestParser.Progress.DONE);
    }

    @ParameterizedTest(name = "{0}: {1}, a query: {2}")
    @CsvSource({
        "/,                     /,             false",
        "/a/b,                  /a/b,          false",
        "/a?,                   /a,            true",
        "/a?b=c,                /a,            true",
        "/%7ea/./b//c/../d?,    /%7ea/./b//c/../d, true",
        "/%7ea/./b//c/../d,     /%7ea/./b//c/../d, false",
        "/a%2fb?x=/../y,        /a%2fb,        true",
        "http://x,              /,             false",
        "http://x?,             /,             true",
        "http://x?a,            /,             true",
        "http://x/%61?a,        /%61,          true",
    })
    void thePathIsKeptAsItWasSentAndTheMarkIsSeen(String target, String sent, boolean query) {
        read(target);
        assertThat(head.sentPath()).isEqualTo(sent);
        assertThat(head.hasQuery()).isEqualTo(query);
    }

    @Test
    void nothingIsLeftOfTheRequestBefore() {
        read("/%61/%62");
        assertThat(head.sentPath()).isEqualTo("/%61/%62");
        read("/c");
        assertThat(head.sentPath()).isEqualTo("/c");
        read("/%61");
        assertThat(head.sentPath()).isEqualTo("/%61");
        assertThat(head.text(head.pathStart(), head.pathEnd())).isEqualTo("/a");
    }
}
