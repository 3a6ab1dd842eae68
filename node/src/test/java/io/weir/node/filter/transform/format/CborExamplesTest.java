package io.weir.node.filter.transform.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CBOR as RFC 8949 has it, and as another's writer does. */
final class CborExamplesTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        00                         | 0
        17                         | 23
        1818                       | 24
        1903e8                     | 1000
        1b000000e8d4a51000         | 1000000000000
        1bffffffffffffffff         | 18446744073709551615
        c249010000000000000000     | 18446744073709551616
        3bffffffffffffffff         | -18446744073709551616
        c349010000000000000000     | -18446744073709551617
        20                         | -1
        3903e7                     | -1000
        f93c00                     | 1.0
        f93e00                     | 1.5
        f97bff                     | 65504.0
        fb3ff199999999999a         | 1.1
        fa47c35000                 | 100000.0
        fb7e37e43c8800759c         | 1.0e+300
        f90001                     | 5.9604644775390625e-8
        f9c400                     | -4.0
        f4                         | false
        f5                         | true
        f6                         | null
        f7                         | null
        c074323031332d30332d32315432303a30343a30305a | "2013-03-21T20:04:00Z"
        c11a514b67b0               | 1363896240
        4401020304                 | "AQIDBA"
        6449455446                 | "IETF"
        62225c                     | "\\"\\\\"
        64f0908591                 | "\ud800\udd51"
        80                         | []
        8301820203820405           | [1,[2,3],[4,5]]
        a201020304                 | {"1":2,"3":4}
        a26161016162820203         | {"a":1,"b":[2,3]}
        5f42010243030405ff         | "AQIDBAU"
        7f657374726561646d696e67ff | "streaming"
        9fff                       | []
        9f018202039f0405ffff       | [1,[2,3],[4,5]]
        bf61610161629f0203ffff     | {"a":1,"b":[2,3]}
        c48221196ab3               | 273.15
        """)
    void theExamplesOfTheSpecificationAreRead(String hex, String json) throws Exception {
        JsonNode read = new CborCodec(64).read(HexFormat.of().parseHex(hex), "");
        JsonNode expected = new JsonCodec(64).read(json.getBytes(StandardCharsets.UTF_8), "");
        assertThat(read.equals(RandomTrees.BY_VALUE, expected))
                .as("%s, not %s", read, expected)
                .isTrue();
    }

    @Test
    void whatAnotherWriterWritesWithOpenLengthsIsRead() throws Exception {
        ObjectMapper other = new ObjectMapper(new CBORFactory());
        for (long seed = 0; seed < 300; seed++) {
            JsonNode tree = new RandomTrees(new Random(seed)).form(4);
            byte[] bytes = other.writer()
                    .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .writeValueAsBytes(tree);
            assertThat(new CborCodec(64).read(bytes, "")).as("seed %d", seed).isEqualTo(tree);
        }
    }

    @Test
    void whatIsWrittenAnotherReads() throws Exception {
        ObjectMapper other = new ObjectMapper(new CBORFactory());
        for (long seed = 0; seed < 300; seed++) {
            JsonNode tree = new RandomTrees(new Random(seed)).form(4);
            assertThat(other.readTree(new CborCodec(64).write(tree)))
                    .as("seed %d", seed)
                    .isEqualTo(tree);
        }
    }
}
