package io.weir.node.filter.auth;

import java.nio.charset.StandardCharsets;

/** Bytes that something is counted or remembered under, one character each. */
record GuessKey(String text) {
    static GuessKey of(byte[] bytes) {
        return new GuessKey(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** It may be made of what somebody typed. */
    @Override
    public String toString() {
        return "GuessKey";
    }
}
