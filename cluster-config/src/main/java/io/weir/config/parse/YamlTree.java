package io.weir.config.parse;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML to {@link Tree}. Uses the parser's node graph, never its object construction, so no tag can create anything.
 * Aliases are expanded under a budget, so that a small text cannot become a huge tree.
 */
final class YamlTree {
    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 4_000_000;

    private final Mistakes mistakes;
    private int nodes;

    private YamlTree(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** Duplicate keys go to {@code mistakes}; the first one counts. */
    static Tree read(String text, Mistakes mistakes) throws SyntaxException {
        Node root;
        try {
            root = yaml().compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String problem = e.getProblem() == null ? "not valid YAML" : e.getProblem();
            throw new SyntaxException(mark == null ? Position.START : at(mark), problem);
        } catch (YAMLException e) {
            throw new SyntaxException(Position.START, String.valueOf(e.getMessage()));
        }
        if (root == null) {
            return new Tree.Scalar(Position.START, "", Tree.Scalar.Form.NOTHING);
        }
        return new YamlTree(mistakes).convert(root, Path.ROOT, 0);
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DocumentReader.MOST_CHARACTERS);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(1_000);
        options.setProcessComments(false);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options);
    }

    private Tree convert(@Nullable Node node, Path path, int depth) throws SyntaxException {
        if (node == null) {
            return new Tree.Scalar(Position.START, "", Tree.Scalar.Form.NOTHING);
        }
        if (depth > DEEPEST) {
            throw new SyntaxException(at(node.getStartMark()), "nested deeper than " + DEEPEST + " levels");
        }
        if (++nodes > MOST_NODES) {
            throw new SyntaxException(at(node.getStartMark()), "too many values once aliases are expanded");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, path, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>(sequence.getValue().size());
            for (Node item : sequence.getValue()) {
                items.add(convert(item, path.item(items.size()), depth + 1));
            }
            return new Tree.Sequence(at(node.getStartMark()), items);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Tree.Scalar(at(node.getStartMark()), scalar.getValue(), form(scalar.getTag()));
    }

    /** A date is a text: JSON has none. */
    private static Tree.Scalar.Form form(Tag tag) {
        if (Tag.NULL.equals(tag)) {
            return Tree.Scalar.Form.NOTHING;
        }
        if (Tag.BOOL.equals(tag)) {
            return Tree.Scalar.Form.TRUTH;
        }
        return Tag.INT.equals(tag) || Tag.FLOAT.equals(tag) ? Tree.Scalar.Form.NUMBER : Tree.Scalar.Form.TEXT;
    }

    private Tree mapping(MappingNode mapping, Path path, int depth) throws SyntaxException {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Position keyAt = at(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                mistakes.add(new Place(keyAt, path), "a key must be a word", "a field's name");
                continue;
            }
            Tree value = convert(tuple.getValueNode(), path.field(key.getValue()), depth + 1);
            Tree.Entry first = entries.putIfAbsent(key.getValue(), new Tree.Entry(keyAt, value));
            if (first != null) {
                mistakes.add(
                        new Place(keyAt, path.field(key.getValue())),
                        "is there twice; the first one is in line "
                                + first.keyAt().line(),
                        "each field once");
            }
        }
        return new Tree.Mapping(at(mapping.getStartMark()), entries);
    }

    private static Position at(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
