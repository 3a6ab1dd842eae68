package io.weir.config.parse;

import io.weir.config.model.GatewayDocument;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./weir check FILE}: says what is wrong with a document, one line for each mistake. */
public final class Check {
    private Check() {}

    /**
     * Prints one line for each mistake, or one that says what is in the document and one for each warning.
     *
     * @return the exit status: 0 valid, 1 mistakes, 2 the file cannot be read
     */
    public static int run(Path file, PrintStream out) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            out.println(file + ": there is no such file");
            return 2;
        } catch (CharacterCodingException e) {
            out.println(file + ": is not UTF-8 text");
            return 2;
        } catch (IOException e) {
            out.println(file + ": cannot be read: " + e.getMessage());
            return 2;
        }
        ParseResult result = DocumentReader.read(text, file.toString());
        List<String> examples = result.document()
                .map(document -> ExampleFile.lines(document, file))
                .orElse(List.of());
        (examples.isEmpty() ? lines(result, file.toString()) : examples).forEach(out::println);
        return result.mistakes().isEmpty() && examples.isEmpty() ? 0 : 1;
    }

    /** What to print for a result. */
    public static List<String> lines(ParseResult result, String fileName) {
        return result.document().map(document -> valid(document, fileName)).orElseGet(() -> result.mistakes().stream()
                .map(Mistake::toString)
                .toList());
    }

    private static List<String> valid(GatewayDocument document, String fileName) {
        List<String> lines = new ArrayList<>();
        lines.add(fileName + ": valid: " + summary(document));
        Warnings.of(document).forEach(warning -> lines.add(fileName + ": warning: " + warning));
        return lines;
    }

    private static String summary(GatewayDocument document) {
        return String.join(
                ", ",
                count(document.listeners(), "listener"),
                count(document.upstreams(), "upstream"),
                count(document.policies(), "policy"),
                count(document.apis(), "api"),
                count(document.routes(), "route"),
                count(document.consumers(), "consumer"));
    }

    private static String count(List<?> items, String noun) {
        String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return items.size() + " " + (items.size() == 1 ? noun : plural);
    }
}
