package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.weir.node.decide.validate.Utf8;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Reads one value of MessagePack. One use. */
final class MsgpackReader {
    private final byte[] body;
    private final ByteBuffer in;
    private final TreeBuilder tree;

    MsgpackReader(byte[] body, int depth) {
        this.body = body;
        this.in = ByteBuffer.wrap(body);
        this.tree = new TreeBuilder(depth);
    }

    JsonNode read() throws BodyFault {
        try {
            value();
        } catch (BufferUnderflowException e) {
            throw BodyFault.malformed("It ends too early");
        }
        if (in.hasRemaining()) {
            throw BodyFault.malformed("Something follows after its end");
        }
        return tree.tree();
    }

    private int unsigned() {
        return in.get() & 0xff;
    }

    private void value() throws BodyFault {
        int type = unsigned();
        if (type <= 0x7f || type >= 0xe0) {
            tree.number(String.valueOf((byte) type));
        } else if (type <= 0x8f) {
            object(type & 0xf);
        } else if (type <= 0x9f) {
            array(type & 0xf);
        } else if (type <= 0xbf) {
            tree.text(text(type & 0x1f));
        } else {
            typed(type);
        }
    }

    private void typed(int type) throws BodyFault {
        switch (type) {
            case 0xc0 -> tree.nothing();
            case 0xc2, 0xc3 -> tree.put(BooleanNode.valueOf(type == 0xc3));
            case 0xc4, 0xc5, 0xc6 -> tree.text(base64(length(type - 0xc4)));
            case 0xca -> real(in.getFloat(), true);
            case 0xcb -> real(in.getDouble(), false);
            case 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3 -> tree.number(integer(type));
            case 0xd9, 0xda, 0xdb -> tree.text(text(length(type - 0xd9)));
            case 0xdc, 0xdd -> array(length(type - 0xdc + 1));
            case 0xde, 0xdf -> object(length(type - 0xde + 1));
            default -> throw BodyFault.malformed("It has an extension, which has no form here");
        }
    }

    private String integer(int type) {
        return switch (type) {
            case 0xcc -> String.valueOf(unsigned());
            case 0xcd -> String.valueOf(in.getShort() & 0xffff);
            case 0xce -> String.valueOf(in.getInt() & 0xffffffffL);
            case 0xcf -> Long.toUnsignedString(in.getLong());
            case 0xd0 -> String.valueOf(in.get());
            case 0xd1 -> String.valueOf(in.getShort());
            case 0xd2 -> String.valueOf(in.getInt());
            default -> String.valueOf(in.getLong());
        };
    }

    private void real(double value, boolean single) throws BodyFault {
        if (!Double.isFinite(value)) {
            throw BodyFault.malformed("A number is infinite, or none");
        }
        tree.number(single ? Float.toString((float) value) : Double.toString(value));
    }

    /** Of one, two or four bytes. */
    private int length(int power) throws BodyFault {
        long length =
                switch (power) {
                    case 0 -> unsigned();
                    case 1 -> in.getShort() & 0xffff;
                    default -> in.getInt() & 0xffffffffL;
                };
        if (length > in.remaining()) {
            throw BodyFault.malformed("It ends too early");
        }
        return (int) length;
    }

    private byte[] bytes(int length) throws BodyFault {
        if (length > in.remaining()) {
            throw BodyFault.malformed("It ends too early");
        }
        int start = in.position();
        in.position(start + length);
        return Arrays.copyOfRange(body, start, start + length);
    }

    private String text(int length) throws BodyFault {
        byte[] bytes = bytes(length);
        if (!Utf8.isValid(bytes)) {
            throw BodyFault.malformed("A text is not UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String base64(int length) throws BodyFault {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(length));
    }

    /** An item has a byte at least, so the length is bounded by what is there. */
    private void array(int length) throws BodyFault {
        tree.array();
        for (int i = 0; i < length; i++) {
            value();
        }
        tree.close();
    }

    private void object(int length) throws BodyFault {
        tree.object();
        for (int i = 0; i < length; i++) {
            tree.name(name());
            value();
        }
        tree.close();
    }

    /** A text, or a whole number as one. */
    private String name() throws BodyFault {
        int type = unsigned();
        if (type <= 0x7f || type >= 0xe0) {
            return String.valueOf((byte) type);
        } else if (type >= 0xa0 && type <= 0xbf) {
            return text(type & 0x1f);
        } else if (type >= 0xcc && type <= 0xd3) {
            return integer(type);
        } else if (type >= 0xd9 && type <= 0xdb) {
            return text(length(type - 0xd9));
        }
        throw BodyFault.malformed("A name is neither text nor a whole number");
    }
}
