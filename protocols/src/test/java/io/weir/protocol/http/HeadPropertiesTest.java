package io.weir.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Laws that every head obeys, good or bad. A seed that fails is in the message. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HeadPropertiesTest {
    private static String heads(int seed) {
        RandomHeads random = new RandomHeads(seed);
        return switch (seed % 3) {
            case 0 -> random.head();
            case 1 -> random.damaged();
            default -> random.noise();
        };
    }

    private static void forSeeds(int count, IntFunction<String> what, java.util.function.Consumer<String> law) {
        for (int seed = 0; seed < count; seed++) {
            String text = what.apply(seed);
            try {
                law.accept(text);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void aHeadReadsTheSameWhereverItIsCut() {
        forSeeds(3_000, HeadPropertiesTest::heads, text -> {
            HeadReading whole = HeadReading.of(text);
            for (int cut = 0; cut <= text.length(); cut++) {
                assertThat(HeadReading.cutAt(text, cut)).as("cut at %d", cut).isEqualTo(whole);
            }
        });
    }

    @Test
    void aNormalPathIsItsOwnNormalForm() {
        forSeeds(50_000, seed -> new RandomHeads(seed).path(), path -> {
            byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
            int end = PathForm.normalise(bytes, 0, bytes.length);
            if (end == PathForm.BAD) {
                return;
            }
            String once = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
            assertThat(PathForm.normalise(bytes, 0, end)).isEqualTo(end);
            assertThat(new String(bytes, 0, end, StandardCharsets.ISO_8859_1)).isEqualTo(once);
            assertThat(once).startsWith("/").doesNotContain("//", "/./", "/../");
            assertThat(once.endsWith("/..") || once.endsWith("/.")).isFalse();
            assertThat(end).isLessThanOrEqualTo(path.length());
        });
    }

    @Test
    void everyRangeLiesWithinWhatWasRead() {
        forSeeds(30_000, HeadPropertiesTest::heads, text -> {
            ParsedRequest head = new ParsedRequest(16);
            RequestParser parser = new RequestParser(head);
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            parser.reserve(bytes.length);
            System.arraycopy(bytes, 0, parser.buffer(), 0, bytes.length);
            parser.added(bytes.length);
            RequestParser.Progress progress = parser.parse(1024, 16);
            assertThat(parser.end()).isBetween(0, bytes.length);
            if (progress == RequestParser.Progress.DONE) {
                rangesLieWithin(head, parser.end());
            }
        });
    }

    private static void rangesLieWithin(ParsedRequest head, int end) {
        within(head.methodStart(), head.methodEnd(), end);
        within(head.authorityStart(), head.authorityEnd(), end);
        within(head.hostStart(), head.hostEnd(), head.authorityEnd());
        within(head.pathStart(), head.pathEnd(), end);
        within(head.queryStart(), head.queryEnd(), end);
        int line = head.queryEnd();
        for (int i = 0; i < head.fieldCount(); i++) {
            within(head.nameStart(i), head.nameEnd(i), end);
            within(head.valueStart(i), head.valueEnd(i), end);
            assertThat(head.nameStart(i)).as("fields follow each other").isGreaterThan(line);
            assertThat(head.valueStart(i)).isGreaterThan(head.nameEnd(i));
            line = head.valueEnd(i);
        }
        assertThat(head.fields().end()).isBetween(line, end);
    }

    private static void within(int start, int stop, int end) {
        assertThat(start).isNotNegative().isLessThanOrEqualTo(stop);
        assertThat(stop).isLessThanOrEqualTo(end);
    }

    @Test
    void noAnswerMakesItsReaderThrow() {
        ParsedResponse answer = new ParsedResponse();
        forSeeds(30_000, HeadPropertiesTest::heads, text -> {
            String request = text.replace(" HTTP/1.1\r\n", "\r\n");
            byte[] bytes = ("HTTP/1.1 200 " + request).getBytes(StandardCharsets.ISO_8859_1);
            int end = answer.parse(bytes, bytes.length);
            assertThat(end).isBetween(ParsedResponse.BAD, bytes.length);
            if (end > 0) {
                within(answer.reasonStart(), answer.reasonEnd(), end);
                assertThat(answer.fields().end()).isBetween(0, end);
            }
        });
    }
}
