package io.weir.node.filter.coding;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Members of gzip (RFC 1952), one behind the other (§2.2); nothing else may follow. */
final class GzipDecompressor implements Decompressor {
    private static final byte[] NOTHING = {};
    private static final int HEAD_SUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] scratch = new byte[PIECE];
    private byte[] data = NOTHING;
    private int position;
    private At at = At.HEAD;
    private int count;
    private int flags;
    private long number;
    private boolean any;

    /** What comes next, in this order. */
    private enum At {
        HEAD,
        EXTRA_LENGTH,
        EXTRA_DATA,
        NAME,
        COMMENT,
        HEAD_SUM,
        DATA,
        SUM,
        LENGTH
    }

    @Override
    public void give(byte[] more) {
        data = more;
        position = 0;
    }

    @Override
    public boolean isComplete() {
        return any && at == At.HEAD && count == 0 && position == data.length;
    }

    @Override
    public byte[] next() throws BadCoding {
        while (position < data.length || at == At.DATA) {
            if (at == At.DATA) {
                byte[] piece = inflate();
                if (piece.length > 0 || at == At.DATA) {
                    return piece;
                }
            } else {
                take(data[position++] & 0xff);
            }
        }
        return NOTHING;
    }

    private byte[] inflate() throws BadCoding {
        try {
            inflater.setInput(data, position, data.length - position);
            int length = inflater.inflate(scratch);
            position = data.length - inflater.getRemaining();
            sum.update(scratch, 0, length);
            if (inflater.finished()) {
                go(At.SUM);
            } else if (inflater.needsDictionary()) {
                throw new BadCoding("needs a dictionary");
            }
            return length == 0 ? NOTHING : Arrays.copyOf(scratch, length);
        } catch (DataFormatException e) {
            throw new BadCoding("is no gzip: " + e.getMessage());
        }
    }

    private void go(At next) {
        at = next;
        count = 0;
        number = 0;
    }

    private void take(int b) throws BadCoding {
        switch (at) {
            case HEAD -> head(b);
            case EXTRA_LENGTH -> {
                little(b);
                if (count == 2) {
                    count = (int) number;
                    at = At.EXTRA_DATA;
                    skipEmpty();
                }
            }
            case EXTRA_DATA -> {
                count--;
                skipEmpty();
            }
            case NAME, COMMENT -> {
                if (b == 0) {
                    begin(at == At.NAME ? COMMENT : HEAD_SUM);
                }
            }
            case HEAD_SUM -> {
                if (++count == 2) {
                    begin(0);
                }
            }
            case SUM -> {
                little(b);
                if (count == 4) {
                    check(number == sum.getValue());
                    go(At.LENGTH);
                }
            }
            case LENGTH -> {
                little(b);
                if (count == 4) {
                    check(number == (inflater.getBytesWritten() & 0xffffffffL));
                    any = true;
                    inflater.reset();
                    sum.reset();
                    go(At.HEAD);
                }
            }
            case DATA -> throw new IllegalStateException("that is inflated");
        }
    }

    private void little(int b) {
        number |= (long) b << 8 * count;
        count++;
    }

    private void check(boolean good) throws BadCoding {
        if (!good) {
            throw new BadCoding("is not what its checksum says");
        }
    }

    private void head(int b) throws BadCoding {
        boolean good =
                switch (count) {
                    case 0 -> b == 0x1f;
                    case 1 -> b == 0x8b;
                    case 2 -> b == 8;
                    case 3 -> (b & RESERVED) == 0;
                    default -> true;
                };
        if (!good) {
            throw new BadCoding(any ? "has something behind its end" : "is no gzip");
        }
        flags = count == 3 ? b : flags;
        if (++count == 10) {
            begin(EXTRA);
        }
    }

    private void skipEmpty() {
        if (count == 0) {
            begin(NAME);
        }
    }

    /** Goes to the first part that is there, from {@code flag} on. */
    private void begin(int flag) {
        if (flag == EXTRA && (flags & EXTRA) != 0) {
            go(At.EXTRA_LENGTH);
        } else if ((flag == EXTRA || flag == NAME) && (flags & NAME) != 0) {
            go(At.NAME);
        } else if (flag != HEAD_SUM && flag != 0 && (flags & COMMENT) != 0) {
            go(At.COMMENT);
        } else if (flag != 0 && (flags & HEAD_SUM) != 0) {
            go(At.HEAD_SUM);
        } else {
            go(At.DATA);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
