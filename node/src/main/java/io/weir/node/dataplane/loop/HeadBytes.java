package io.weir.node.dataplane.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.protocol.http.Digits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Scratch space in which a loop puts a head together before it is written in one piece. One loop only. */
public final class HeadBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[4096];
    private int length;

    public HeadBytes clear() {
        length = 0;
        return this;
    }

    public int length() {
        return length;
    }

    /** Where it lies, from 0 to {@link #length}: until something is added. */
    public byte[] bytes() {
        return bytes;
    }

    public HeadBytes add(byte[] source) {
        return add(source, 0, source.length);
    }

    public HeadBytes add(byte[] source, int start, int end) {
        int count = end - start;
        room(count);
        System.arraycopy(source, start, bytes, length, count);
        length += count;
        return this;
    }

    public HeadBytes add(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Characters up to U+00FF. */
    public HeadBytes add(String latin1) {
        int count = latin1.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) latin1.charAt(i);
        }
        return this;
    }

    /** @param value 0 or more */
    public HeadBytes number(long value) {
        room(Digits.MOST);
        length = Digits.write(bytes, length, value);
        return this;
    }

    /** Without leading zeros. */
    public HeadBytes hex(long value) {
        room(Digits.MOST);
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length++] = HEX[(int) (value >>> (i * 4)) & 15];
        }
        return this;
    }

    public HeadBytes line() {
        room(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** A new buffer with it, and with room for {@code more} bytes behind. */
    public ByteBuf toBuffer(ByteBufAllocator allocator, int more) {
        return allocator.buffer(length + more).writeBytes(bytes, 0, length);
    }

    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }
}
