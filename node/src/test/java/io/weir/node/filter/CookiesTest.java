package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.TestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CookiesTest {
    @ParameterizedTest(name = "{0}: {1}, as {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "weir=abc                | abc  | the only one",
                "a=1; weir=abc; b=2      | abc  | between others",
                "a=1;weir=abc;b=2        | abc  | without spaces",
                "weir=abc; weir=def      | abc  | the first of two",
                "weir=a=b==              | a=b== | values may have an equals sign",
                "weir=                   | ''   | an empty value",
                "a=weir=abc              | null | it is within another's value",
                "xweir=abc               | null | another name",
                "weirx=abc               | null | another name",
                "Weir=abc                | null | names have a case",
                "weir                    | null | no value",
                ";;; ;weir=abc;;         | abc  | empty ones between",
            })
    void theFirstCookieOfThatNameCounts(String field, String expected, String reason) {
        TestHead head = TestHead.of("GET / HTTP/1.1\r\nCookie: " + field);
        assertThat(Cookies.value(head, "weir")).as(reason).isEqualTo(expected);
    }

    @Test
    void cookiesMayBeInSeveralFieldsAsHttp2HasThem() {
        TestHead head = TestHead.of("GET / HTTP/1.1\r\nCookie: a=1\r\nHost: x\r\ncookie: weir=abc");
        assertThat(Cookies.value(head, "weir")).isEqualTo("abc");
        assertThat(Cookies.value(TestHead.of("GET /"), "weir")).isNull();
    }
}
