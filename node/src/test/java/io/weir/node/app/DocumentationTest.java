package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say about files and errors is so. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern SOURCE = Pattern.compile("`([a-z/…]*)(\\w+\\.java)`");
    private static final Pattern PROBLEM =
            Pattern.compile("Problem(?:\\.of)?\\(\\s*[^,\"]+,\\s*\"([a-z]+(?:-[a-z]+)*)\"");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                if (!Files.exists(document.resolveSibling(link.group(1)))) {
                    broken.add(document + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everySourceFileThatADocumentNamesExists() throws IOException {
        Set<String> sources = new TreeSet<>();
        files("", ".java").forEach(path -> sources.add(path.toString()));
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            Matcher source = SOURCE.matcher(Files.readString(document));
            while (source.find()) {
                String folder = source.group(1).replaceFirst(".*…", "");
                String end = (folder.startsWith("/") ? folder : "/" + folder) + source.group(2);
                if (sources.stream().noneMatch(path -> path.endsWith(end))) {
                    missing.add(document + ": " + source.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyProblemHasALineThatSaysWhatToDo() throws IOException {
        String documented =
                Files.readString(ROOT.resolve("docs/errors.md")) + Files.readString(ROOT.resolve("docs/admin-api.md"));
        Set<String> missing = new TreeSet<>();
        for (Path source : files("/src/main/", ".java")) {
            Matcher problem = PROBLEM.matcher(Files.readString(source));
            while (problem.find()) {
                if (!documented.contains("| `" + problem.group(1) + "` |")) {
                    missing.add(problem.group(1) + " (" + source.getFileName() + ")");
                }
            }
        }
        assertThat(missing).as("problems without a line in docs/errors.md").isEmpty();
    }

    private static List<Path> documents() {
        List<Path> documents = new ArrayList<>(files("/docs/", ".md"));
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("CONTRIBUTING.md"));
        return documents;
    }

    private static List<Path> files(String part, String end) {
        List<Path> files = new ArrayList<>();
        for (String folder : new String[] {"protocols/src", "cluster-config/src", "node/src", "docs"}) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
                all.filter(path -> path.toString().endsWith(end))
                        .filter(path -> path.toString().contains(part))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }
}
