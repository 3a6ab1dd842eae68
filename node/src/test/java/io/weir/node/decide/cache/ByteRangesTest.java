package io.weir.node.decide.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteRangesTest {
    private static String text(ByteRanges ranges) {
        return ranges.kind() == ByteRanges.Kind.PARTS
                ? ranges.parts().stream()
                        .map(part -> part.start() + "-" + part.end())
                        .collect(Collectors.joining(" "))
                : ranges.kind().name();
    }

    @ParameterizedTest(name = "{0} of {1}: {2}; {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            bytes=0-0             | 10   | 0-1           | the first byte
            bytes=2-              | 10   | 2-10          | up to the end
            bytes=2-99            | 10   | 2-10          | more than there is
            bytes=-3              | 10   | 7-10          | the last ones
            bytes=-99             | 10   | 0-10          | all of it
            BYTES=1-2             | 10   | 1-3           | the unit in any case
            bytes=-0              | 10   | UNSATISFIABLE | none of the last
            bytes=10-             | 10   | UNSATISFIABLE | behind the end
            bytes=0-              | 0    | UNSATISFIABLE | nothing has no parts
            bytes=-1              | 0    | UNSATISFIABLE | nothing has no parts
            bytes=5-4             | 10   | WHOLE         | malformed
            bytes=-               | 10   | WHOLE         | malformed
            bytes=a-b             | 10   | WHOLE         | malformed
            bytes=+1-2            | 10   | WHOLE         | malformed
            bytes=1-2-3           | 10   | WHOLE         | malformed
            bytes=                | 10   | WHOLE         | malformed
            bytes=,               | 10   | WHOLE         | malformed
            bytes 0-1             | 10   | WHOLE         | malformed
            bytes=0-1, x          | 10   | WHOLE         | malformed in one part
            lines=0-1             | 10   | WHOLE         | another unit
            bytes=99999999999999999999- | 10 | WHOLE     | no number
            bytes=0-0,500-500     | 1000 | 0-1 500-501   | two parts
            bytes=500-500, 0-0    | 1000 | 500-501 0-1   | in the order that they are asked for
            bytes=0-9,,,500-      | 1000 | 0-10 500-1000 | elements that are empty
            bytes=0-9,20-29       | 1000 | 0-30          | so near that one costs less
            bytes=0-99,50-199     | 1000 | 0-200         | they overlap
            bytes=0-9,500-509,5-505 | 1000 | 0-510       | what joins two others
            bytes=500-509,0-9,5-505 | 1000 | 0-510       | in the place of the first
            bytes=0-9,2000-       | 1000 | 0-10          | one that is behind the end is left out
            bytes=2000-,3000-     | 1000 | UNSATISFIABLE | all of them are
            bytes=-10,0-9         | 1000 | 990-1000 0-10 | the last ones first
            """)
    void whatIsGiven(String text, long length, String expected, String reason) {
        assertThat(text(ByteRanges.parse(text, length))).as(reason).isEqualTo(expected);
    }

    @Test
    void tooManyAreAnsweredWithTheWhole() {
        String few = "bytes=" + "0-0,".repeat(ByteRanges.MOST);
        String many = "bytes=" + "0-0,".repeat(ByteRanges.MOST + 1);

        assertThat(text(ByteRanges.parse(few, 10))).isEqualTo("0-1");
        assertThat(text(ByteRanges.parse(many, 10))).isEqualTo("WHOLE");
    }

    /** Every byte that was asked for is there, none twice, and nothing else but what lies between two near ones. */
    @Test
    void partsAreWhatWasAskedFor() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            int length = 1 + random.nextInt(2_000);
            BitSet wanted = new BitSet();
            StringBuilder text = new StringBuilder("bytes=");
            for (int count = 1 + random.nextInt(8); count > 0; count--) {
                int first = random.nextInt(2_200);
                int last = first + random.nextInt(200);
                text.append(first).append('-').append(last).append(',');
                if (first < length) {
                    wanted.set(first, Math.min(length, last + 1));
                }
            }
            BitSet given = new BitSet();
            for (ByteRanges.Part part :
                    ByteRanges.parse(text.toString(), length).parts()) {
                BitSet one = new BitSet();
                one.set((int) part.start(), (int) part.end());
                assertThat(given.intersects(one)).as("seed %s, %s", seed, text).isFalse();
                given.or(one);
            }
            assertThat(given.length()).as("seed %s, %s", seed, text).isLessThanOrEqualTo(length);
            BitSet missing = (BitSet) wanted.clone();
            missing.andNot(given);
            assertThat(missing.isEmpty())
                    .as("seed %s, %s of %s", seed, text, length)
                    .isTrue();
            for (int i = given.nextSetBit(0); i >= 0; i = given.nextSetBit(i + 1)) {
                int before = wanted.previousSetBit(i);
                int behind = wanted.nextSetBit(i);
                assertThat(behind - before).as("seed %s, %s", seed, text).isBetween(0, 81);
            }
        }
    }
}
