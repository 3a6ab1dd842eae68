package io.weir.config.adapt;

import java.io.Serial;

/** A message has no form in the other version. The message says what and where, without the value. */
public final class NotAdaptable extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    NotAdaptable(String message) {
        super(message, null, false, false);
    }

    /** Half a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
