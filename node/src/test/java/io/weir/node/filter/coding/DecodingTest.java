package io.weir.node.filter.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.model.ContentCoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes out of codings, in whatever pieces it goes in. */
final class DecodingTest {
    private static final byte[] NOTHING = {};

    private static byte[] decoded(List<ContentCoding> codings, long most, int ratio, byte[]... pieces)
            throws BadCoding, Decoding.TooLarge {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Decoding decoding = new Decoding(codings, most, ratio)) {
            for (byte[] piece : pieces) {
                decoding.give(piece);
                for (byte[] out = decoding.next(); out.length > 0; out = decoding.next()) {
                    assertThat(out).hasSizeLessThanOrEqualTo(Decompressor.PIECE);
                    all.writeBytes(out);
                }
            }
            decoding.finish();
        }
        return all.toByteArray();
    }

    private static byte[] decoded(ContentCoding coding, byte[]... pieces) throws BadCoding, Decoding.TooLarge {
        return decoded(List.of(coding), Long.MAX_VALUE, 0, pieces);
    }

    /** Text, noise, or the same over and over. */
    private static byte[] some(Random random) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(3_000)];
        switch (random.nextInt(3)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> Arrays.fill(bytes, (byte) 'x');
            default -> {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) ("{\"a\": [1, 2]}".charAt(i % 13) + random.nextInt(2));
                }
            }
        }
        return bytes;
    }

    private static byte[][] pieces(Random random, byte[] whole) {
        int parts = 1 + random.nextInt(6);
        int[] cuts = random.ints(parts - 1, 0, whole.length + 1).sorted().toArray();
        byte[][] pieces = new byte[parts][];
        for (int i = 0; i < parts; i++) {
            pieces[i] = Arrays.copyOfRange(whole, i == 0 ? 0 : cuts[i - 1], i == parts - 1 ? whole.length : cuts[i]);
        }
        return pieces;
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void whatOthersCompressedComesOutInWhateverPieces(ContentCoding coding) throws Exception {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            byte[] plain = some(random);
            assertThat(decoded(coding, pieces(random, Packed.of(coding, plain))))
                    .as("seed %d", seed)
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ContentCoding.class, names = "DEFLATE", mode = EnumSource.Mode.EXCLUDE)
    void whatIsCompressedHereOthersCanReadWithFlushesAnywhere(ContentCoding coding) {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            byte[] plain = some(random);
            int level = 1 + random.nextInt(coding.mostLevel());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (Compressor compressor = Codings.compressor(coding, level)) {
                for (byte[] piece : pieces(random, plain)) {
                    for (int from = 0; from < piece.length; from += Compressor.PIECE) {
                        int length = Math.min(Compressor.PIECE, piece.length - from);
                        compressor.add(piece, from, length, out::writeBytes);
                    }
                    if (random.nextBoolean()) {
                        compressor.flush(out::writeBytes);
                    }
                }
                compressor.finish(out::writeBytes);
            }
            assertThat(Plain.of(coding.token(), out.toByteArray()))
                    .as("seed %d, level %d", seed, level)
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void aBodyThatIsCutOffIsFoundOut(ContentCoding coding) throws Exception {
        byte[] whole = Packed.of(coding, some(new Random(7)));
        for (int length = 0; length < whole.length; length += 1 + length / 50) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decoded(coding, part))
                    .as("%d of %d", part.length, whole.length)
                    .isInstanceOf(BadCoding.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void nothingMayFollow(ContentCoding coding) {
        byte[] whole = Packed.of(coding, "hello".getBytes(StandardCharsets.UTF_8));
        for (String garbage : List.of("x", "garbage", "\0\0\0\0\0\0\0\0\0\0")) {
            byte[] more = garbage.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> decoded(coding, join(whole, more)))
                    .as(garbage)
                    .isInstanceOf(BadCoding.class);
            assertThatThrownBy(() -> decoded(coding, whole, more)).as(garbage).isInstanceOf(BadCoding.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "ZSTD"})
    void severalBehindOneAnotherAreOne(ContentCoding coding) throws Exception {
        byte[] one = Packed.of(coding, "one".getBytes(StandardCharsets.UTF_8));
        byte[] two = Packed.of(coding, "two".getBytes(StandardCharsets.UTF_8));
        assertThat(decoded(coding, join(one, two))).asString().isEqualTo("onetwo");
        assertThat(decoded(coding, one, two)).asString().isEqualTo("onetwo");
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void whateverIsSentEndsWithAnAnswer(ContentCoding coding) {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Packed.of(coding, some(random));
            for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                decoded(List.of(coding), 1_000_000, 0, pieces(random, bytes));
            } catch (BadCoding | Decoding.TooLarge expected) {
                // or it was no harm
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void aBombStopsWithinAPieceOfItsBound(ContentCoding coding) {
        byte[] bomb = Packed.of(coding, new byte[50_000_000]);
        assertThatThrownBy(() -> decoded(List.of(coding), 1_000_000, 0, bomb)).isInstanceOf(Decoding.TooLarge.class);
        assertThatThrownBy(() -> decoded(List.of(coding), Long.MAX_VALUE, 100, bomb))
                .isInstanceOf(Decoding.TooLarge.class);
    }

    @Test
    void aBombWithinAnotherStopsBetweenThem() throws Exception {
        byte[] inner = Packed.of(ContentCoding.GZIP, new byte[50_000_000]);
        byte[] outer = Packed.of(ContentCoding.BROTLI, inner);
        List<ContentCoding> both = List.of(ContentCoding.GZIP, ContentCoding.BROTLI);
        assertThatThrownBy(() -> decoded(both, 1_000_000, 0, outer)).isInstanceOf(Decoding.TooLarge.class);
        // Much in the middle, nothing at the end: deflate may have blocks that are empty.
        byte[] empty = join(Packed.of(ContentCoding.GZIP, NOTHING), NOTHING);
        byte[][] many = new byte[100_000][];
        Arrays.fill(many, empty);
        byte[] idle = Packed.of(ContentCoding.GZIP, join(many));
        assertThatThrownBy(() -> decoded(List.of(ContentCoding.GZIP, ContentCoding.GZIP), 1_000_000, 0, idle))
                .isInstanceOf(Decoding.TooLarge.class);
    }

    @Test
    void severalCodingsComeOffInTheirOrder() throws Exception {
        byte[] plain = some(new Random(3));
        byte[] both = Packed.of(ContentCoding.ZSTD, Packed.of(ContentCoding.GZIP, plain));
        assertThat(decoded(List.of(ContentCoding.GZIP, ContentCoding.ZSTD), 1_000_000, 0, both))
                .isEqualTo(plain);
    }

    @Test
    void deflateIsTakenWithoutItsWrapping() throws Exception {
        byte[] plain = "hello, hello, hello".getBytes(StandardCharsets.UTF_8);
        Deflater raw = new Deflater(6, true);
        raw.setInput(plain);
        raw.finish();
        byte[] out = new byte[100];
        int length = raw.deflate(out);
        raw.end();
        byte[] packed = Arrays.copyOf(out, length);
        assertThat(decoded(ContentCoding.DEFLATE, packed)).isEqualTo(plain);
        assertThat(decoded(ContentCoding.DEFLATE, Arrays.copyOf(packed, 1), Arrays.copyOfRange(packed, 1, length)))
                .isEqualTo(plain);
    }

    @Test
    void allThatTheHeadOfGzipMayHaveIsPassedOver() throws Exception {
        byte[] plain = Packed.of(ContentCoding.GZIP, "hello".getBytes(StandardCharsets.UTF_8));
        for (int flags = 0; flags < 32; flags++) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
            head.writeBytes((flags & 4) == 0 ? NOTHING : new byte[] {3, 0, 'a', 'b', 'c'});
            head.writeBytes((flags & 8) == 0 ? NOTHING : new byte[] {'n', 0});
            head.writeBytes((flags & 16) == 0 ? NOTHING : new byte[] {'c', 0});
            head.writeBytes((flags & 2) == 0 ? NOTHING : new byte[] {9, 9});
            byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
            byte[] all = join(head.toByteArray(), body);
            byte[][] bytes = new byte[all.length][];
            for (int i = 0; i < all.length; i++) {
                bytes[i] = new byte[] {all[i]};
            }
            assertThat(decoded(ContentCoding.GZIP, bytes))
                    .as("flags %d", flags)
                    .asString()
                    .isEqualTo("hello");
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
