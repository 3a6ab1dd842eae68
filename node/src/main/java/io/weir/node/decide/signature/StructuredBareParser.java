package io.weir.node.decide.signature;

import io.weir.node.decide.signature.Structured.Bare;
import io.weir.node.decide.signature.Structured.Kind;
import io.weir.node.decide.signature.StructuredParser.Malformed;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads one bare item (RFC 9651 §4.2.3.1) from a place of a field. */
final class StructuredBareParser {
    private static final int MOST_DIGITS = 15;
    private static final int MOST_WHOLE_DIGITS = 12;
    private static final int MOST_FRACTION_DIGITS = 3;

    private final String text;
    private int at;

    StructuredBareParser(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /** Behind what was read. */
    int end() {
        return at;
    }

    Bare read() throws Malformed {
        char first = next();
        if (first == '-' || isDigit(first)) {
            return number();
        }
        if (first == '*' || isLetter(first)) {
            return token();
        }
        return switch (first) {
            case '"' -> string();
            case ':' -> bytes();
            case '?' -> truth();
            case '@' -> date();
            case '%' -> display();
            default -> throw new Malformed();
        };
    }

    private Bare number() throws Malformed {
        int start = at;
        if (next() == '-') {
            at++;
        }
        int digits = at;
        while (isDigit(next())) {
            at++;
        }
        int whole = at - digits;
        if (next() != '.') {
            if (whole == 0 || whole > MOST_DIGITS) {
                throw new Malformed();
            }
            return new Bare(Kind.INTEGER, Long.toString(Long.parseLong(text.substring(start, at))));
        }
        return decimal(start, whole);
    }

    private Bare decimal(int start, int whole) throws Malformed {
        at++;
        int point = at;
        while (isDigit(next())) {
            at++;
        }
        int fraction = at - point;
        if (whole == 0 || whole > MOST_WHOLE_DIGITS || fraction == 0 || fraction > MOST_FRACTION_DIGITS) {
            throw new Malformed();
        }
        BigDecimal value = new BigDecimal(text.substring(start, at)).stripTrailingZeros();
        return new Bare(Kind.DECIMAL, (value.scale() < 1 ? value.setScale(1) : value).toPlainString());
    }

    private Bare string() throws Malformed {
        int start = at++;
        while (next() != '"') {
            if (next() == '\\') {
                at++;
                if (next() != '"' && next() != '\\') {
                    throw new Malformed();
                }
            } else if (next() < 0x20 || next() > 0x7e) {
                throw new Malformed();
            }
            at++;
        }
        at++;
        return new Bare(Kind.STRING, text.substring(start, at));
    }

    private Bare token() {
        int start = at;
        while (isToken(next())) {
            at++;
        }
        return new Bare(Kind.TOKEN, text.substring(start, at));
    }

    /** Padding may be missing, and bits that nobody needs may be set: what is written has neither. */
    private Bare bytes() throws Malformed {
        int end = text.indexOf(':', at + 1);
        if (end < 0) {
            throw new Malformed();
        }
        String encoded = text.substring(at + 1, end);
        at = end + 1;
        try {
            return new Bare(
                    Kind.BYTES,
                    ":" + Base64.getEncoder().encodeToString(Base64.getDecoder().decode(encoded)) + ":");
        } catch (IllegalArgumentException e) {
            throw new Malformed();
        }
    }

    private Bare truth() throws Malformed {
        at++;
        if (next() != '0' && next() != '1') {
            throw new Malformed();
        }
        at++;
        return new Bare(Kind.BOOLEAN, text.substring(at - 2, at));
    }

    private Bare date() throws Malformed {
        at++;
        if (next() != '-' && !isDigit(next())) {
            throw new Malformed();
        }
        Bare number = number();
        if (number.kind() != Kind.INTEGER) {
            throw new Malformed();
        }
        return new Bare(Kind.DATE, "@" + number.text());
    }

    private Bare display() throws Malformed {
        int start = at;
        int end = text.startsWith("%\"", start) ? text.indexOf('"', start + 2) : -1;
        if (end < 0) {
            throw new Malformed();
        }
        ByteBuffer said = ByteBuffer.allocate(end - start);
        at += 2;
        while (at < end) {
            char c = next();
            at++;
            if (c < 0x20 || c > 0x7e) {
                throw new Malformed();
            }
            said.put((byte) (c == '%' ? escaped() : c));
        }
        if (at > end) {
            throw new Malformed();
        }
        at++;
        check(said.flip());
        return new Bare(Kind.DISPLAY, text.substring(start, at));
    }

    private int escaped() throws Malformed {
        int value = lowerHex(next()) << 4;
        at++;
        value |= lowerHex(next());
        at++;
        return value;
    }

    private static int lowerHex(char c) throws Malformed {
        if (!isDigit(c) && (c < 'a' || c > 'f')) {
            throw new Malformed();
        }
        return Character.digit(c, 16);
    }

    private static void check(ByteBuffer utf8) throws Malformed {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(utf8);
        } catch (CharacterCodingException e) {
            throw new Malformed();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isToken(char c) {
        return isLetter(c) || isDigit(c) || c > ' ' && "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0;
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : '\0';
    }
}
