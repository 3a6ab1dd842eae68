package io.weir.config.parse;

import java.util.List;
import java.util.Locale;

/** Reads texts in YAML or JSON that are no gateway documents, such as an OpenAPI description. Stateless, thread-safe. */
public final class ContractText {
    private ContractText() {}

    /**
     * As JSON on one line.
     *
     * @param fileName what mistakes call the text; {@code .json} is read as JSON, anything else as what it looks like
     * @throws NotReadable with every place that is wrong
     */
    public static String json(String text, String fileName) throws NotReadable {
        Mistakes mistakes = new Mistakes(fileName);
        try {
            boolean json = fileName.toLowerCase(Locale.ROOT).endsWith(".json")
                    || text.stripLeading().startsWith("{");
            Tree tree = json ? JsonTree.read(text, mistakes) : YamlTree.read(text, mistakes);
            if (!(tree instanceof Tree.Mapping)) {
                mistakes.add(tree.at(), "", "is " + tree.kind(), "a mapping");
            }
            String written = JsonValues.text(tree, Path.ROOT, mistakes);
            if (mistakes.isEmpty()) {
                return written;
            }
        } catch (SyntaxException e) {
            mistakes.add(e.at(), "", e.reason(), "YAML or JSON");
        }
        throw new NotReadable(mistakes.sorted());
    }

    /** What is wrong with a text. */
    public static final class NotReadable extends Exception {
        private static final long serialVersionUID = 1L;
        private static final int SHOWN = 5;

        NotReadable(List<Mistake> mistakes) {
            super(String.join(
                    "; ", mistakes.stream().limit(SHOWN).map(Mistake::toString).toList()));
        }
    }
}
