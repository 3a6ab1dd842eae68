package io.weir.config.parse;

import io.weir.config.adapt.Proof;
import io.weir.config.model.Adaptation;
import io.weir.config.model.Api;
import io.weir.config.model.GatewayDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Examples of an adaptation in a file of their own: a list in YAML or JSON, as they stand in a document. */
public final class ExampleFile {
    private static final int MOST = 1_000;
    private static final String SCHEME = "file:";

    private ExampleFile() {}

    /** What is wrong with the file, or with the adaptation as far as its examples say; empty: all of them hold. */
    public static List<Mistake> prove(Adaptation adaptation, String text, String fileName) {
        Mistakes mistakes = new Mistakes(fileName);
        try {
            prove(adaptation, DocumentReader.tree(text, fileName, mistakes), mistakes);
        } catch (SyntaxException e) {
            mistakes.add(e.at(), "", e.reason(), "a list of examples");
        }
        return mistakes.sorted();
    }

    private static void prove(Adaptation adaptation, Tree tree, Mistakes mistakes) {
        if (!(tree instanceof Tree.Sequence list)
                || list.items().isEmpty()
                || list.items().size() > MOST) {
            mistakes.add(new Place(tree.at(), Path.ROOT), "is " + tree.kind(), "a list of 1 to " + MOST + " examples");
            return;
        }
        Reading reading = new Reading(mistakes, new Names(mistakes), new CrossChecks(mistakes));
        List<Fields> places = new ArrayList<>();
        List<Adaptation.Example> examples = new ArrayList<>();
        for (Tree item : list.items()) {
            examples.add(AdaptationReader.example(reading, item, Path.ROOT.item(examples.size()), places));
        }
        if (mistakes.isEmpty()) {
            AdaptationReader.prove(new Proof(adaptation), examples, places);
        }
    }

    /** Those of a document that was read from {@code document}: a line for each mistake. */
    static List<String> lines(GatewayDocument parsed, java.nio.file.Path document) {
        List<String> lines = new ArrayList<>();
        for (Api api : parsed.apis()) {
            for (Api.Version version : api.versions()) {
                version.adapt().ifPresent(adaptation -> adaptation
                        .exampleFile()
                        .ifPresent(reference -> lines.addAll(lines(adaptation, reference, document))));
            }
        }
        return lines;
    }

    private static List<String> lines(Adaptation adaptation, String reference, java.nio.file.Path document) {
        java.nio.file.Path file = document.resolveSibling(reference.substring(SCHEME.length()));
        try {
            return prove(adaptation, Files.readString(file), file.toString()).stream()
                    .map(Mistake::toString)
                    .toList();
        } catch (IOException e) {
            return List.of(file + ": cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
