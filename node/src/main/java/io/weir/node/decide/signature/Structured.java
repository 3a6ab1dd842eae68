package io.weir.node.decide.signature;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The values of structured fields (RFC 9651 §3), kept in the one form in which they are written (§4.1). */
final class Structured {
    private Structured() {}

    enum Kind {
        INTEGER,
        DECIMAL,
        STRING,
        TOKEN,
        BYTES,
        BOOLEAN,
        DATE,
        DISPLAY
    }

    /**
     * A bare item.
     *
     * @param text as it is written
     */
    record Bare(Kind kind, String text) {
        static final Bare TRUE = new Bare(Kind.BOOLEAN, "?1");

        boolean isString() {
            return kind == Kind.STRING;
        }

        boolean isTrue() {
            return equals(TRUE);
        }

        /** What a string says. */
        String string() {
            StringBuilder said = new StringBuilder(text.length());
            for (int i = 1; i < text.length() - 1; i++) {
                if (text.charAt(i) == '\\') {
                    i++;
                }
                said.append(text.charAt(i));
            }
            return said.toString();
        }

        /** An integer, of 15 digits at most. */
        long integer() {
            return Long.parseLong(text);
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(text.substring(1, text.length() - 1));
        }
    }

    /** What a member of a list or a dictionary is. */
    sealed interface Member {
        Map<String, Bare> parameters();

        /** Appends it with its parameters. */
        void write(StringBuilder out);

        default String written() {
            StringBuilder out = new StringBuilder();
            write(out);
            return out.toString();
        }
    }

    record Item(Bare bare, Map<String, Bare> parameters) implements Member {
        @Override
        public void write(StringBuilder out) {
            out.append(bare.text());
            writeParameters(out, parameters);
        }
    }

    record InnerList(List<Item> items, Map<String, Bare> parameters) implements Member {
        @Override
        public void write(StringBuilder out) {
            out.append('(');
            for (int i = 0; i < items.size(); i++) {
                if (i > 0) {
                    out.append(' ');
                }
                items.get(i).write(out);
            }
            out.append(')');
            writeParameters(out, parameters);
        }
    }

    private static void writeParameters(StringBuilder out, Map<String, Bare> parameters) {
        parameters.forEach((key, value) -> {
            out.append(';').append(key);
            if (!value.isTrue()) {
                out.append('=').append(value.text());
            }
        });
    }

    /** A list (§4.1.1). */
    static String write(List<Member> list) {
        StringBuilder out = new StringBuilder();
        for (Member member : list) {
            out.append(out.isEmpty() ? "" : ", ");
            member.write(out);
        }
        return out.toString();
    }

    /** A dictionary (§4.1.2). */
    static String write(Map<String, Member> dictionary) {
        StringBuilder out = new StringBuilder();
        dictionary.forEach((key, member) -> {
            out.append(out.isEmpty() ? "" : ", ").append(key);
            if (member instanceof Item item && item.bare().isTrue()) {
                writeParameters(out, item.parameters());
            } else {
                out.append('=');
                member.write(out);
            }
        });
        return out.toString();
    }
}
