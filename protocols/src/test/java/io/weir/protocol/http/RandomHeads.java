package io.weir.protocol.http;

import java.util.Random;

/** Heads by chance: well-formed, nearly so, and noise. */
final class RandomHeads {
    private static final String[] METHODS = {"GET", "POST", "HEAD", "M-SEARCH", "get"};
    private static final String[] SEGMENTS = {
        "a", "..", ".", "", "%2e%2e", "%2E", "a%2fb", "%00", "%zz", "%25", "b;c", "\u00e4", "..;", "...", "%41", "%"
    };
    private static final String[] FIELDS = {
        "A: b",
        "Host: y",
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "Connection: close, a",
        "X: \u00e4",
        "A : b",
        " folded",
        "Expect: 100-continue",
        "X-Forwarded-For: 10.0.0.1",
        "B:",
        ": c",
        "Connection: keep-alive"
    };
    private static final String NOISE = "GET / HTTP/1.1\r\nHost: x\r\n:%.?#\u0000\t \u00ff";

    private final Random random;

    RandomHeads(long seed) {
        random = new Random(seed);
    }

    String path() {
        StringBuilder path = new StringBuilder();
        for (int i = 0, n = 1 + random.nextInt(6); i < n; i++) {
            path.append('/').append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
        }
        return path.toString();
    }

    /** Well-formed more often than not. */
    String head() {
        StringBuilder head = new StringBuilder(random.nextInt(8) == 0 ? "\r\n" : "");
        head.append(METHODS[random.nextInt(METHODS.length)]).append(' ');
        head.append(random.nextInt(6) == 0 ? "http://Some.Host:80" : "").append(path());
        head.append(random.nextInt(3) == 0 ? "?q=" + path() : "");
        head.append(random.nextInt(6) == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n").append("Host: Xy.Z\r\n");
        for (int i = 0, n = random.nextInt(4); i < n; i++) {
            head.append(FIELDS[random.nextInt(FIELDS.length)]).append("\r\n");
        }
        return head.append("\r\nbehind").toString();
    }

    /** A head with some bytes changed, left out or put in. */
    String damaged() {
        StringBuilder head = new StringBuilder(head());
        for (int i = 0, n = 1 + random.nextInt(3); i < n && head.length() > 0; i++) {
            int at = random.nextInt(head.length());
            switch (random.nextInt(3)) {
                case 0 -> head.setCharAt(at, NOISE.charAt(random.nextInt(NOISE.length())));
                case 1 -> head.deleteCharAt(at);
                default -> head.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
            }
        }
        return head.toString();
    }

    String noise() {
        StringBuilder bytes = new StringBuilder();
        boolean any = random.nextBoolean();
        for (int i = 0, n = random.nextInt(200); i < n; i++) {
            bytes.append(any ? (char) random.nextInt(256) : NOISE.charAt(random.nextInt(NOISE.length())));
        }
        return bytes.toString();
    }
}
