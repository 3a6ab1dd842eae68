package io.weir.node.filter.validate;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Texts of JSON from a seed. */
final class RandomJson {
    private static final String[] WORDS = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.50",
        "1e3",
        "123456789012345678901234567890",
        "-0.0",
        "\"\"",
        "\"a\\\"b\"",
        "\"\\u00e9\"",
        "\"é\"",
        "\"😀\"",
        "[]",
        "{}"
    };
    private static final byte[] ODD = {0, '"', '\\', '{', '}', '[', ']', ',', ':', 'e', '-', (byte) 0xc3, (byte) 0xff};

    private RandomJson() {}

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        value(text, random, 4);
        return text.toString();
    }

    /** A text in which some bytes are others. */
    static byte[] broken(Random random) {
        byte[] text = text(random).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0; i--) {
            text[random.nextInt(text.length)] = ODD[random.nextInt(ODD.length)];
        }
        return text;
    }

    private static void value(StringBuilder text, Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        if (kind < 2) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
            return;
        }
        text.append(kind == 2 ? "[ " : "{");
        for (int i = 0, n = random.nextInt(4); i < n; i++) {
            text.append(i == 0 ? "" : ",");
            if (kind == 3) {
                text.append("\"m").append(i).append("\" :");
            }
            value(text, random, depth - 1);
        }
        text.append(kind == 2 ? "]" : "}\n");
    }
}
