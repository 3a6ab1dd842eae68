package io.weir.config.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON to {@link Tree}, by the streaming parser, which knows where each token stands. */
final class JsonTree {
    private static final int DEEPEST = 50;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(DocumentReader.MOST_CHARACTERS)
                    .build())
            .build();

    private final JsonParser parser;
    private final Mistakes mistakes;

    private JsonTree(JsonParser parser, Mistakes mistakes) {
        this.parser = parser;
        this.mistakes = mistakes;
    }

    /** Duplicate keys go to {@code mistakes}; the first one counts. */
    static Tree read(String text, Mistakes mistakes) throws SyntaxException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonTree reader = new JsonTree(parser, mistakes);
            if (parser.nextToken() == null) {
                return new Tree.Scalar(Position.START, "", Tree.Scalar.Form.NOTHING);
            }
            Tree tree = reader.value(Path.ROOT);
            if (parser.nextToken() != null) {
                throw new SyntaxException(reader.here(), "there is more text after the document");
            }
            return tree;
        } catch (JsonParseException e) {
            throw new SyntaxException(at(e.getLocation()), firstLine(e.getOriginalMessage()));
        } catch (JsonProcessingException e) {
            throw new SyntaxException(at(e.getLocation()), firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new SyntaxException(Position.START, firstLine(String.valueOf(e.getMessage())));
        }
    }

    private Tree value(Path path) throws IOException {
        Position at = here();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(at, path);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Tree> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(path.item(items.size())));
            }
            return new Tree.Sequence(at, items);
        }
        return new Tree.Scalar(at, parser.getText(), form(token));
    }

    private static Tree.Scalar.Form form(JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return Tree.Scalar.Form.NOTHING;
        }
        if (token.isBoolean()) {
            return Tree.Scalar.Form.TRUTH;
        }
        return token.isNumeric() ? Tree.Scalar.Form.NUMBER : Tree.Scalar.Form.TEXT;
    }

    private Tree mapping(Position at, Path path) throws IOException {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Position keyAt = here();
            Path field = path.field(key);
            parser.nextToken();
            Tree.Entry first = entries.putIfAbsent(key, new Tree.Entry(keyAt, value(field)));
            if (first != null) {
                String where = "is there twice; the first one is in line "
                        + first.keyAt().line();
                mistakes.add(new Place(keyAt, field), where, "each field once");
            }
        }
        return new Tree.Mapping(at, entries);
    }

    private Position here() {
        return at(parser.currentTokenLocation());
    }

    private static Position at(JsonLocation location) {
        return location == null
                ? Position.START
                : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
