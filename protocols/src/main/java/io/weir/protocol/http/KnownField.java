package io.weir.protocol.http;

/** The fields that mean something to a gateway itself, as small numbers: found once, when a field is parsed. */
public final class KnownField {
    public static final int OTHER = 0;
    public static final int HOST = 1;
    public static final int CONTENT_LENGTH = 2;
    public static final int TRANSFER_ENCODING = 3;
    public static final int CONNECTION = 4;
    public static final int KEEP_ALIVE = 5;
    public static final int PROXY_CONNECTION = 6;
    public static final int TE = 7;
    public static final int UPGRADE = 8;
    public static final int EXPECT = 9;
    public static final int X_FORWARDED_FOR = 10;
    public static final int X_FORWARDED_PROTO = 11;
    public static final int X_FORWARDED_HOST = 12;
    public static final int FORWARDED = 13;
    public static final int X_REQUEST_ID = 14;
    public static final int PROXY_AUTHORIZATION = 15;
    public static final int DATE = 16;
    /** RFC 9440: only a gateway may say it. */
    public static final int CLIENT_CERT = 17;

    public static final int CLIENT_CERT_CHAIN = 18;
    /** Any other {@code X-Forwarded-…}. */
    public static final int X_FORWARDED_MORE = 19;
    /** What only a gateway may say, spelled with {@code _}: many servers take it for the same. Believed by nobody. */
    public static final int LOOKALIKE = 20;

    private static final String[] NAMES = {
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "upgrade",
        "expect",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host",
        "forwarded",
        "x-request-id",
        "proxy-authorization",
        "date",
        "client-cert",
        "client-cert-chain",
    };
    private static final byte[] X_FORWARDED = Octets.ascii("x-forwarded-");
    /** Those of a gateway that have something in place of which {@code _} can stand. */
    private static final byte[][] GATEWAYS = {
        Octets.ascii("client-cert"), Octets.ascii("client-cert-chain"), Octets.ascii("x-request-id")
    };

    private static final int LONGEST = 19;

    /** By length: the candidates' bytes and numbers. */
    private static final byte[][][] BYTES = new byte[LONGEST + 1][][];

    private static final int[][] NUMBERS = new int[LONGEST + 1][];

    static {
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            int[] numbers = java.util.stream.IntStream.rangeClosed(1, NAMES.length)
                    .filter(number -> NAMES[number - 1].length() == wanted)
                    .toArray();
            NUMBERS[length] = numbers;
            BYTES[length] = new byte[numbers.length][];
            for (int i = 0; i < numbers.length; i++) {
                BYTES[length][i] = Octets.ascii(NAMES[numbers[i] - 1]);
            }
        }
    }

    private KnownField() {}

    /** The number of the field called {@code buffer[start, end)}. */
    static int of(byte[] buffer, int start, int end) {
        int length = end - start;
        if (length <= LONGEST) {
            byte[][] candidates = BYTES[length];
            for (int i = 0; i < candidates.length; i++) {
                if (Octets.same(buffer, start, end, candidates[i])) {
                    return NUMBERS[length][i];
                }
            }
        }
        boolean forwarded =
                length > X_FORWARDED.length && Octets.same(buffer, start, start + X_FORWARDED.length, X_FORWARDED);
        return forwarded ? X_FORWARDED_MORE : isLookalike(buffer, start, end) ? LOOKALIKE : OTHER;
    }

    private static boolean isLookalike(byte[] buffer, int start, int end) {
        if (end - start > X_FORWARDED.length && isLike(buffer, start, X_FORWARDED)) {
            return true;
        }
        for (byte[] name : GATEWAYS) {
            if (end - start == name.length && isLike(buffer, start, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLike(byte[] buffer, int start, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            byte b = buffer[start + i];
            if (lower[i] != (b == '_' ? '-' : Octets.lower(b))) {
                return false;
            }
        }
        return true;
    }

    /** Meant for the next hop only (RFC 9110 §7.6.1), or framing that is written anew; never passed on as it is. */
    public static boolean isHopByHop(int number) {
        return number >= TRANSFER_ENCODING && number <= UPGRADE;
    }
}
