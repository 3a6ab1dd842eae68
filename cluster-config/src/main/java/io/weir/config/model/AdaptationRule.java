package io.weir.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One thing that is done to a message on its way from one version to another. JSON values are texts of JSON. */
public sealed interface AdaptationRule {
    /** What a value is to be. */
    enum Form {
        AS_IS,
        TEXT,
        NUMBER,
        BOOLEAN
    }

    /** How a move is called. */
    enum Word {
        /** Within one object. */
        RENAME,
        MOVE,
        /** What is moved stays as well. */
        COPY
    }

    /** A value goes elsewhere; nothing happens where there is none. What stood there is replaced. */
    record Move(Word word, ValuePlace from, ValuePlace to, Form as) implements AdaptationRule {}

    /** A value where there is none. */
    record Default(ValuePlace at, String json) implements AdaptationRule {}

    /** A value, whatever was there. */
    record SetValue(ValuePlace at, String json) implements AdaptationRule {}

    /**
     * A text of others; nothing happens where one of them is missing.
     *
     * @param template text with places in braces: <code>{/first} {/last}</code>; a doubled brace is one
     */
    record Compute(ValuePlace at, String template) implements AdaptationRule {}

    /** What is there goes. */
    record Drop(List<ValuePlace> places) implements AdaptationRule {
        public Drop {
            places = List.copyOf(places);
        }
    }

    /** The same value in another form. */
    record Convert(ValuePlace at, Form to) implements AdaptationRule {}

    /**
     * One value for another.
     *
     * @param values from the text of a value to what it becomes
     * @param otherwise what all others become; empty: they stay
     */
    record MapValues(ValuePlace at, Map<String, String> values, Optional<String> otherwise) implements AdaptationRule {
        public MapValues {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** One status for another. */
    record Status(Map<Integer, Integer> statuses) implements AdaptationRule {
        public Status {
            statuses = Collections.unmodifiableMap(new TreeMap<>(statuses));
        }
    }

    /** One path under the version for another; both with parameters in braces. */
    record Path(String from, String to) implements AdaptationRule {}
}
