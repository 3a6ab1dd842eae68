package io.weir.node.dataplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is meant to go on, by its media type. */
class EventStreamTest {
    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource({
        "Content-Type: text/event-stream,                true,  as it is mostly written",
        "content-type: TEXT/Event-Stream,                true,  in any case",
        "Content-Type: text/event-stream; charset=utf-8, true,  with a parameter",
        "Content-Type: text/event-stream;charset=utf-8,  true,  without a space",
        "Content-Type: text/event-streams,               false, another type",
        "Content-Type: text/event,                       false, a shorter one",
        "Content-Type: application/json,                 false, ordinary",
        "X-Content-Type: text/event-stream,              false, another field",
        "A: b,                                           false, no type",
    })
    void eventsAreKnownByTheirType(String field, boolean events, String why) {
        byte[] head = ("HTTP/1.1 200 OK\r\nServer: x\r\n" + field + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        ParsedResponse answer = new ParsedResponse();
        assertThat(answer.parse(head, head.length)).isPositive();
        assertThat(EventStream.is(answer)).as(why).isEqualTo(events);
    }
}
