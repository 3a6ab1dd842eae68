package io.weir.node.decide.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Api;
import io.weir.node.testkit.TestHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionChoiceTest {
    private static final List<String> NAMES = List.of("v1", "v2", "2024-06");
    private static final int FIRST = 10;
    private static final int DEFAULT = 19;
    private static final int UNKNOWN = 20;

    @ParameterizedTest(name = "{0}: {1}, as {2}")
    @CsvSource({
        "'X-Version: v1',                 v1,      it is named",
        "'x-version:v2 ',                 v2,      without the space around it",
        "'X-Version: 2024-06',            2024-06, a date is a name like any other",
        "'Accept: */*',                   default, none is named",
        "'X-Version: v3',                 unknown, there is no such version",
        "'X-Version: V1',                 unknown, names have a case",
        "'X-Version:',                    unknown, an empty name is one that is not there",
    })
    void byHeader(String field, String expected, String reason) {
        assertThat(choose(Api.By.HEADER, "X-Version", "GET /a HTTP/1.1\r\n" + field))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}, as {2}")
    @CsvSource({
        "/a?version=v1,       v1,      it is named",
        "/a?x=1&version=v2&y, v2,      between others",
        "/a?version=%761,     v1,      the value is decoded",
        "/a?v%65rsion=v1,     v1,      and so is the name",
        "/a?versions=v1,      default, another parameter",
        "/a,                  default, none is named",
        "/a?version=v9,       unknown, there is no such version",
        "/a?version,          unknown, an empty name is one that is not there",
        "/a?version=v2&version=v1, v2, the first counts",
    })
    void byQuery(String target, String expected, String reason) {
        assertThat(choose(Api.By.QUERY, "version", "GET " + target)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}, as {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.acme.v1+json              | v1      | in the subtype",
                "application/vnd.acme.orders.v2+json       | v2      | after the last dot",
                "application/VND.acme.v1+json              | v1      | vnd has no case",
                "application/vnd.acme.v1                   | v1      | without a suffix",
                "application/vnd.acme.v1+json;q=0.5        | v1      | preferences do not matter",
                "application/json;version=v2               | v2      | as a parameter",
                "application/json; q=0.5 ; Version=v2      | v2      | among others, whatever its case",
                "application/json;version=\"v2\"           | v2      | quoted",
                "text/html, application/vnd.acme.v1+json   | v1      | in a later range",
                "application/vnd.acme.v9+json, application/vnd.acme.v1+json | v1 | the first that is there",
                "application/json                          | default | none is named",
                "*/*                                       | default | none is named",
                "application/vnd.acme+json                 | default | that is the vendor",
                "application/vnd.ms-excel                  | default | that is no version",
                "application/vnd.acme.orders+json          | default | what stands there does not look like a version",
                "application/vnd.acme.v9+json              | unknown | there is no such version",
                "application/vnd.acme.7+json               | unknown | a number looks like a version",
                "application/json;version=v9               | unknown | there is no such version",
                "application/vnd.acme.v9+json, */*         | default | whoever takes anything takes the default",
                "application/vnd.acme.2024-06+json         | 2024-06 | a version that is there may look like anything",
            })
    void byMediaType(String accept, String expected, String reason) {
        assertThat(choose(Api.By.MEDIA_TYPE, "", "GET /a HTTP/1.1\r\nAccept: " + accept))
                .as(reason)
                .isEqualTo(expected);
    }

    @Test
    void acceptMayBeSpreadOverSeveralFieldsAndMayBeMissing() {
        String two = "GET /a HTTP/1.1\r\nAccept: text/html\r\nAccept: application/vnd.acme.v2+json";
        assertThat(choose(Api.By.MEDIA_TYPE, "", two)).isEqualTo("v2");
        assertThat(choose(Api.By.MEDIA_TYPE, "", "GET /a")).isEqualTo("default");
    }

    @Test
    void withoutADefaultARequestThatNamesNoneFindsNothing() {
        Api.Versioning versioning = new Api.Versioning(Api.By.HEADER, "X-Version");
        VersionChoice choice = new VersionChoice(versioning, NAMES, FIRST, RouteTable.NONE, UNKNOWN);
        assertThat(choice.choose(TestHead.of("GET /a"))).isEqualTo(RouteTable.NONE);
    }

    private static String choose(Api.By by, String name, String head) {
        VersionChoice choice = new VersionChoice(new Api.Versioning(by, name), NAMES, FIRST, DEFAULT, UNKNOWN);
        int route = choice.choose(TestHead.of(head));
        return route == DEFAULT ? "default" : route == UNKNOWN ? "unknown" : NAMES.get(route - FIRST);
    }
}
