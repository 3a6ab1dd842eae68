package io.weir.node.dataplane.loop;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} field of answers (RFC 9110 §6.6.1), spelled once a second. One loop only. */
public final class DateLine {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ENGLISH);

    private long second = -1;
    private byte[] line = new byte[0];

    /** The whole line with its end. Not to be modified. */
    public byte[] line() {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            line = FORMAT.format(Instant.ofEpochSecond(now).atOffset(ZoneOffset.UTC))
                    .getBytes(StandardCharsets.US_ASCII);
        }
        return line;
    }
}
