package io.weir.node.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands of a document, with the answers that it promises: {@code $ command} lines of its {@code console} blocks
 * between {@code <!-- tour -->} and {@code <!-- /tour -->}.
 */
public final class Tour {
    private static final String BEGIN = "<!-- tour -->";
    private static final String END = "<!-- /tour -->";

    /** @param expected may contain {@code ...}, which stands for anything */
    public record Step(String command, String expected) {
        /** Whether an answer is the one that was promised, spaces at the ends of lines aside. */
        public boolean isKeptBy(String actual) {
            StringBuilder pattern = new StringBuilder();
            for (String part : tidy(expected).split("\\.\\.\\.", -1)) {
                pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
            }
            return Pattern.compile(pattern.toString(), Pattern.DOTALL)
                    .matcher(tidy(actual))
                    .matches();
        }

        private static String tidy(String text) {
            return text.lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
        }
    }

    private Tour() {}

    /** The steps in their order. */
    public static List<Step> of(String markdown) {
        String tour = markdown.substring(markdown.indexOf(BEGIN), markdown.indexOf(END));
        List<Step> steps = new ArrayList<>();
        boolean inside = false;
        for (String line : tour.lines().toList()) {
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), ""));
            } else if (inside) {
                Step last = steps.remove(steps.size() - 1);
                steps.add(new Step(last.command(), last.expected() + line + "\n"));
            }
        }
        return steps;
    }
}
