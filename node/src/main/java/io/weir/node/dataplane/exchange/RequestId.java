package io.weir.node.dataplane.exchange;

import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Loop;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.ParsedRequest;

/** The id of one exchange: the client's {@code X-Request-Id} if it is a sound one, else one made here. Reused. */
final class RequestId {
    private static final int LONGEST = 128;
    private static final int MADE = 32;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[MADE];
    private int length;

    void take(ParsedRequest request, Loop loop) {
        FieldTable fields = request.fields();
        for (int field = 0; field < fields.count(); field++) {
            if (fields.known(field) == KnownField.X_REQUEST_ID) {
                if (keep(request.buffer(), fields.valueStart(field), fields.valueEnd(field))) {
                    return;
                }
                break;
            }
        }
        make(loop);
    }

    private boolean keep(byte[] buffer, int start, int end) {
        int count = end - start;
        if (count == 0 || count > LONGEST) {
            return false;
        }
        for (int i = start; i < end; i++) {
            byte b = buffer[i];
            if (b <= ' ' || b == '"' || b == '\\' || b == 127) {
                return false;
            }
        }
        if (count > bytes.length) {
            bytes = new byte[LONGEST];
        }
        System.arraycopy(buffer, start, bytes, 0, count);
        length = count;
        return true;
    }

    void make(Loop loop) {
        hex(loop.random(), 0);
        hex(loop.random(), MADE / 2);
        length = MADE;
    }

    private void hex(long value, int at) {
        long rest = value;
        for (int i = 0; i < MADE / 2; i++) {
            bytes[at + i] = HEX[(int) rest & 15];
            rest >>>= 4;
        }
    }

    void writeTo(HeadBytes out) {
        out.add(bytes, 0, length);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
