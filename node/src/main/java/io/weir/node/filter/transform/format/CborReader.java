package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.weir.node.decide.validate.Utf8;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads one item of CBOR (RFC 8949 §3). A length is held against what is there, and tags are counted, before anything is made of
 * them: the library's parser, which keeps a list of tags, takes gigabytes for a hundred thousand of them. One use.
 */
final class CborReader {
    private static final int MOST_TAGS = 16;
    /** More than any number that is taken has. */
    private static final int LONGEST_NUMBER = 50;

    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int TAG = 6;
    private static final int BREAK = 0xff;
    /** Of a length that is not told before. */
    private static final int OPEN = 31;

    private final byte[] body;
    private final ByteBuffer in;
    private final TreeBuilder tree;

    CborReader(byte[] body, int depth) {
        this.body = body;
        this.in = ByteBuffer.wrap(body);
        this.tree = new TreeBuilder(depth);
    }

    JsonNode read() throws BodyFault {
        try {
            item(unsigned(), 0);
        } catch (BufferUnderflowException e) {
            throw endsTooEarly();
        }
        if (in.hasRemaining()) {
            throw BodyFault.malformed("Something follows after its end");
        }
        return tree.tree();
    }

    private static BodyFault endsTooEarly() {
        return BodyFault.malformed("It ends too early");
    }

    private static BodyFault noCbor() {
        return BodyFault.malformed("It is no CBOR");
    }

    private int unsigned() {
        return in.get() & 0xff;
    }

    private void item(int head, int tags) throws BodyFault {
        int more = head & 0x1f;
        switch (head >> 5) {
            case 0 -> tree.number(Long.toUnsignedString(argument(more)));
            case 1 -> tree.number(negative(argument(more)));
            case BYTES -> tree.text(Base64.getUrlEncoder().withoutPadding().encodeToString(string(more, BYTES)));
            case TEXT -> tree.text(text(more));
            case 4 -> array(more);
            case 5 -> object(more);
            case TAG -> tagged(argument(more), tags + 1);
            default -> simple(more);
        }
    }

    /** §3: the value itself, or of one to eight bytes. */
    private long argument(int more) throws BodyFault {
        return switch (more) {
            case 24 -> unsigned();
            case 25 -> in.getShort() & 0xffff;
            case 26 -> in.getInt() & 0xffffffffL;
            case 27 -> in.getLong();
            default -> {
                if (more > 27) {
                    throw noCbor();
                }
                yield more;
            }
        };
    }

    private static String negative(long argument) {
        return new BigInteger(Long.toUnsignedString(argument)).not().toString();
    }

    /** A length of bytes or items, each of which has a byte at least. */
    private int length(int more) throws BodyFault {
        long length = argument(more);
        if (length < 0 || length > in.remaining()) {
            throw endsTooEarly();
        }
        return (int) length;
    }

    private byte[] string(int more, int type) throws BodyFault {
        if (more != OPEN) {
            return bytes(length(more));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int head = unsigned(); head != BREAK; head = unsigned()) {
            if (head >> 5 != type || (head & 0x1f) == OPEN) {
                throw noCbor();
            }
            byte[] chunk = bytes(length(head & 0x1f));
            if (type == TEXT) {
                checked(chunk);
            }
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }

    private byte[] bytes(int length) {
        int start = in.position();
        in.position(start + length);
        return Arrays.copyOfRange(body, start, start + length);
    }

    private static byte[] checked(byte[] text) throws BodyFault {
        if (!Utf8.isValid(text)) {
            throw BodyFault.malformed("A text is not UTF-8");
        }
        return text;
    }

    private String text(int more) throws BodyFault {
        return new String(checked(string(more, TEXT)), StandardCharsets.UTF_8);
    }

    private void array(int more) throws BodyFault {
        tree.array();
        if (more == OPEN) {
            for (int head = unsigned(); head != BREAK; head = unsigned()) {
                item(head, 0);
            }
        } else {
            for (int left = length(more); left > 0; left--) {
                item(unsigned(), 0);
            }
        }
        tree.close();
    }

    private void object(int more) throws BodyFault {
        tree.object();
        if (more == OPEN) {
            for (int head = unsigned(); head != BREAK; head = unsigned()) {
                member(head);
            }
        } else {
            for (int left = length(more); left > 0; left--) {
                member(unsigned());
            }
        }
        tree.close();
    }

    /** A name is a text, or a whole number as one. */
    private void member(int head) throws BodyFault {
        int more = head & 0x1f;
        tree.name(
                switch (head >> 5) {
                    case 0 -> Long.toUnsignedString(argument(more));
                    case 1 -> negative(argument(more));
                    case TEXT -> text(more);
                    default -> throw BodyFault.malformed("A name is neither text nor a whole number");
                });
        item(unsigned(), 0);
    }

    /** Big numbers (§3.4.3, §3.4.4); of other tags what they are on. */
    private void tagged(long tag, int tags) throws BodyFault {
        if (tags > MOST_TAGS) {
            throw BodyFault.malformed("It has more than " + MOST_TAGS + " tags on one item");
        }
        int head = unsigned();
        if ((tag == 2 || tag == 3) && head >> 5 == BYTES) {
            tree.number(big(tag, head).toString());
        } else if (tag == 4 && head == 0x82) {
            decimal();
        } else {
            item(head, tags);
        }
    }

    private BigInteger big(long tag, int head) throws BodyFault {
        byte[] bytes = string(head & 0x1f, BYTES);
        if (bytes.length > LONGEST_NUMBER) {
            throw BodyFault.malformed("A number has more than 100 characters, or is beyond e999");
        }
        BigInteger magnitude = new BigInteger(1, bytes);
        return tag == 2 ? magnitude : magnitude.not();
    }

    private void decimal() throws BodyFault {
        BigInteger exponent = whole(unsigned());
        int head = unsigned();
        BigInteger mantissa = head == 0xc2 || head == 0xc3 ? big(head & 0x1f, unsigned()) : whole(head);
        if (exponent.bitLength() > 31) {
            throw BodyFault.malformed("A number has more than 100 characters, or is beyond e999");
        }
        tree.number(new BigDecimal(mantissa, -exponent.intValue()).toString());
    }

    private BigInteger whole(int head) throws BodyFault {
        int more = head & 0x1f;
        return switch (head >> 5) {
            case 0 -> new BigInteger(Long.toUnsignedString(argument(more)));
            case 1 -> new BigInteger(negative(argument(more)));
            default -> throw noCbor();
        };
    }

    private void simple(int more) throws BodyFault {
        switch (more) {
            case 20, 21 -> tree.put(BooleanNode.valueOf(more == 21));
            case 22, 23 -> tree.nothing();
            case 25 -> half(in.getShort());
            case 26 -> real(in.getFloat(), true);
            case 27 -> real(in.getDouble(), false);
            default -> throw BodyFault.malformed("It has a simple value that means nothing here");
        }
    }

    private void real(double value, boolean single) throws BodyFault {
        if (!Double.isFinite(value)) {
            throw BodyFault.malformed("A number is infinite, or none");
        }
        tree.number(single ? Float.toString((float) value) : Double.toString(value));
    }

    /** §D. */
    private void half(short bits) throws BodyFault {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        double value =
                exponent == 0 ? Math.scalb((double) mantissa, -24) : Math.scalb(1024.0 + mantissa, exponent - 25);
        real(exponent == 31 ? Double.NaN : bits < 0 ? -value : value, false);
    }
}
