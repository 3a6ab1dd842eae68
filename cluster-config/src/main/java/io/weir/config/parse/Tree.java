package io.weir.config.parse;

import java.util.List;
import java.util.Map;

/** A document as written: mappings, sequences and scalars, each with its position. Duplicate keys are gone already. */
sealed interface Tree {
    Position at();

    /** What a person would call it. */
    String kind();

    /** The same without showing a word, unless it wants to say where something is. */
    default String hidden() {
        boolean word = this instanceof Scalar scalar && !scalar.absent() && !scalar.text.matches("(file|env):.*");
        return word ? "something else, which is not shown" : kind();
    }

    /** Keys in the order of the text. */
    record Mapping(Position at, Map<String, Entry> entries) implements Tree {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A value and where its key stands. */
    record Entry(Position keyAt, Tree value) {}

    record Sequence(Position at, List<Tree> items) implements Tree {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** One word. Most fields care for its text alone; {@link JsonValues} for what it was written as. */
    record Scalar(Position at, String text, Form form) implements Tree {
        /** What a word is without further knowledge, by the rules of the text it stands in. */
        enum Form {
            TEXT,
            NUMBER,
            TRUTH,
            /** Written as nothing, {@code null} or {@code ~}, without quotes. */
            NOTHING
        }

        boolean absent() {
            return form == Form.NOTHING;
        }

        @Override
        public String kind() {
            return absent() ? "nothing" : "\"" + shortened() + "\"";
        }

        private String shortened() {
            return text.length() <= 60 ? text : text.substring(0, 57) + "...";
        }
    }
}
