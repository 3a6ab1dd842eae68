package io.weir.node.decide.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.ContentCoding;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §12.5.3, with brotli, zstd and gzip in this order. */
final class AcceptEncodingTest {
    private static final List<ContentCoding> OFFERED =
            List.of(ContentCoding.BROTLI, ContentCoding.ZSTD, ContentCoding.GZIP);

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gzip                              | gzip | the one that is named",
                "gzip, deflate, br, zstd           | br   | of equals, what the gateway prefers",
                "gzip;q=1.0, br;q=0.5              | gzip | what the client likes better",
                "gzip;q=0.5, br;q=0.5, zstd;q=0.5  | br   | of equals with weights, too",
                "br;q=0, gzip                      | gzip | 0 is never",
                "br;q=0.000, zstd;q=0.0, gzip;q=0. | -    | 0 in all its forms",
                "*                                 | br   | anything",
                "*;q=0                             | -    | nothing but what is named, not even identity: better than no answer",
                "*;q=0, gzip;q=0.001               | gzip | named beside it",
                "*;q=0.5, br;q=0                   | zstd | anything but that",
                "identity                          | -    | as it is",
                "``                                | -    | an empty field: as it is",
                "identity, gzip                    | gzip | as good as identity: compressed, which costs the client less",
                "identity;q=1, gzip;q=0.5          | -    | as it is, rather",
                "identity;q=0.5, gzip;q=0.8        | gzip | rather compressed",
                "identity;q=0                      | -    | nothing else is acceptable: better than no answer",
                "identity;q=0, br                  | br   | anything but as it is",
                "deflate, compress                 | -    | what the gateway does not do",
                "x-gzip                            | gzip | its old name (§8.4.1.3)",
                "GZip;Q=0.5                        | gzip | in any case",
                " , gzip , ,                       | gzip | empty elements (§5.6.1)",
                "gzip ; q=0.3                      | gzip | white space",
                "gzip;q=2, br;q=0.1                | br   | a weight above 1 is malformed: as if not there",
                "gzip;q=x                          | -    | malformed",
                "gzip;q=0.0001                     | -    | four digits are malformed",
                "gzip;q=0,5                        | -    | a comma ends the element",
                "gzip;level=9                      | -    | a parameter that is no weight",
            })
    void theClientsWeightsDecide(String field, String chosen, String why) {
        assertThat(AcceptEncoding.choose(field, OFFERED)
                        .map(ContentCoding::token)
                        .orElse("-"))
                .as(why)
                .isEqualTo(chosen);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html                      | true  | exact",
                "Text/HTML; charset=utf-8       | true  | any case, with parameters",
                "text/htmlx                     | false | another",
                "application/problem+json       | true  | by its suffix",
                "application/json               | false | that pattern wants a suffix",
                "audio/x                        | true  | by its type",
                "audio                          | false | no type at all",
            })
    void mediaTypesAreFoundByPatterns(String type, boolean contained, String why) {
        MediaTypes types = MediaTypes.of(List.of("text/html", "application/*+json", "audio/*"));
        assertThat(types.contains(type)).as(why).isEqualTo(contained);
    }
}
