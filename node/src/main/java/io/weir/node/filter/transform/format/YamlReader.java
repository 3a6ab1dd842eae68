package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads one YAML document into a tree, event by event: what is refused is refused before anything is made of it. One use. */
final class YamlReader {
    /** The scanner looks ahead within a line, and copies what it has seen with each 1,024 characters more. */
    private static final int LONGEST_LINE = 256 * 1024;

    private final TreeBuilder tree;
    /** For each open mapping or sequence whether a name is expected next. */
    private final Deque<Boolean> names = new ArrayDeque<>();

    private int documents;

    YamlReader(int depth) {
        tree = new TreeBuilder(depth);
    }

    JsonNode read(String text) throws BodyFault {
        checkLines(text);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
            Event event;
            do {
                event = parser.getEvent();
                take(event);
            } while (!event.is(Event.ID.StreamEnd));
        } catch (YAMLException e) {
            throw BodyFault.malformed("It is no YAML");
        }
        return tree.tree();
    }

    private static void checkLines(String text) throws BodyFault {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            if (next - start > LONGEST_LINE) {
                throw BodyFault.malformed("It has a line of more than " + LONGEST_LINE + " characters");
            }
            start = next;
        }
    }

    private void take(Event event) throws BodyFault {
        if (event.is(Event.ID.Alias)) {
            throw BodyFault.malformed("It has an alias, which is not taken");
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw BodyFault.malformed("It has an anchor, which is not taken");
        } else if (event instanceof ScalarEvent scalar) {
            scalar(scalar);
        } else if (event instanceof MappingStartEvent mapping) {
            open(mapping.getTag(), true);
        } else if (event instanceof SequenceStartEvent sequence) {
            open(sequence.getTag(), false);
        } else if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
            tree.close();
            names.pop();
            valueEnded();
        } else if (event.is(Event.ID.DocumentStart) && ++documents > 1) {
            throw BodyFault.malformed("It has more than one document");
        }
    }

    private static void checkTag(@org.jspecify.annotations.Nullable String tag) throws BodyFault {
        if (tag != null) {
            throw BodyFault.malformed("It has a tag, which is not taken");
        }
    }

    private boolean isName() {
        return Boolean.TRUE.equals(names.peek());
    }

    private void open(@org.jspecify.annotations.Nullable String tag, boolean mapping) throws BodyFault {
        checkTag(tag);
        if (isName()) {
            throw BodyFault.malformed("A name is a mapping or a sequence");
        }
        if (mapping) {
            tree.object();
        } else {
            tree.array();
        }
        names.push(mapping);
    }

    private void valueEnded() {
        if (tree.inObject()) {
            names.pop();
            names.push(true);
        }
    }

    private void scalar(ScalarEvent scalar) throws BodyFault {
        checkTag(scalar.getTag());
        if (isName()) {
            tree.name(scalar.getValue());
            names.pop();
            names.push(false);
            return;
        }
        if (scalar.isPlain()) {
            YamlScalar.put(tree, scalar.getValue());
        } else {
            tree.text(scalar.getValue());
        }
        valueEnded();
    }
}
