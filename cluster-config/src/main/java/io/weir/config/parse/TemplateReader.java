package io.weir.config.parse;

import io.weir.config.model.Template;
import io.weir.config.model.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads one template: text with {@code {VARIABLE}} or {@code {VARIABLE|DEFAULT}} in it. After a mistake there is none, and
 * what is wrong has been noted.
 */
final class TemplateReader {
    static final String EXPECTED = "text with variables such as {path.id}, {query.page|1} or {jwt.sub}";

    private final Mistakes mistakes;
    private final Place place;
    private final String text;
    private final boolean ofAnswer;
    private final List<Template.Part> parts = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private boolean bad;

    private TemplateReader(Mistakes mistakes, Place place, String text, boolean ofAnswer) {
        this.mistakes = mistakes;
        this.place = place;
        this.text = text;
        this.ofAnswer = ofAnswer;
    }

    /** @param ofAnswer whether what the backend has answered is known where it is filled */
    static Optional<Template> read(Mistakes mistakes, Place place, String text, boolean ofAnswer) {
        TemplateReader reader = new TemplateReader(mistakes, place, text, ofAnswer);
        reader.read();
        return reader.bad ? Optional.empty() : Optional.of(new Template(reader.parts));
    }

    private void read() {
        int at = 0;
        while (at < text.length() && !bad) {
            char c = text.charAt(at);
            boolean brace = c == '{' || c == '}';
            if (brace && text.startsWith(String.valueOf(c), at + 1)) {
                plain.append(c);
                at += 2;
            } else if (c == '{') {
                at = variable(at);
            } else if (c == '}') {
                mistake("has a } that closes nothing", "}} for one that is meant");
            } else {
                plain.append(c);
                at++;
            }
        }
        endText();
    }

    private void endText() {
        if (!plain.isEmpty()) {
            parts.add(new Template.Text(plain.toString()));
            plain.setLength(0);
        }
    }

    /** Answers where it ends. */
    private int variable(int open) {
        int close = text.indexOf('}', open);
        int inner = text.indexOf('{', open + 1);
        if (close < 0 || inner >= 0 && inner < close) {
            mistake("has a { that is not closed", "{{ for one that is meant");
            return text.length();
        }
        String within = text.substring(open + 1, close);
        int bar = within.indexOf('|');
        String word = bar < 0 ? within : within.substring(0, bar);
        Optional<Variable> variable = Variable.of(word).filter(this::isNamedWell);
        if (variable.isEmpty()) {
            mistake("has no meaning for {" + word + "}" + suggestion(word), expected());
        } else if (isOfCookies(variable.get())) {
            mistake("asks for {" + word + "}, in which are cookies that are the gateway's own", "another field");
        } else if (variable.get().kind().isOfAnswer() && !ofAnswer) {
            mistake("asks for {" + word + "} before there is an answer", "variables of the request");
        } else {
            endText();
            Optional<String> otherwise = bar < 0 ? Optional.empty() : Optional.of(within.substring(bar + 1));
            parts.add(new Template.Filled(variable.get(), otherwise));
        }
        return close + 1;
    }

    private boolean isNamedWell(Variable variable) {
        return switch (variable.kind()) {
            case PATH -> PathPattern.parameterName(variable.name()).isPresent();
            case QUERY -> Terms.queryName(variable.name()).isPresent();
            case REQUEST_HEADER, RESPONSE_HEADER -> Terms.field(variable.name()).isPresent();
            case JWT -> Terms.claim(variable.name()).isPresent();
            default -> true;
        };
    }

    private static boolean isOfCookies(Variable variable) {
        return variable.kind() == Variable.Kind.REQUEST_HEADER
                && variable.name().equalsIgnoreCase("cookie");
    }

    private List<Variable.Kind> kinds() {
        return Arrays.stream(Variable.Kind.values())
                .filter(kind -> ofAnswer || !kind.isOfAnswer())
                .toList();
    }

    private String expected() {
        return "one of "
                + String.join(
                        ", ",
                        kinds().stream()
                                .map(kind -> kind.word() + (kind.isNamed() ? "NAME" : ""))
                                .toList());
    }

    /** What stands before the name is what may be a slip. */
    private String suggestion(String word) {
        List<String> known = new ArrayList<>();
        for (Variable.Kind kind : kinds()) {
            int dot = lastDot(word, kind);
            known.add(kind.isNamed() && dot > 0 ? kind.word() + word.substring(dot + 1) : kind.word());
        }
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.startsWith("claim.") && word.length() > 6) {
            return "; did you mean jwt." + word.substring(6) + "?";
        }
        if (lower.startsWith("header.") && word.length() > 7) {
            return "; did you mean request." + word + "?";
        }
        return Suggestion.didYouMean(word, known);
    }

    /** Where the name begins, if the word were of that kind. */
    private static int lastDot(String word, Variable.Kind kind) {
        int dots = (int) kind.word().chars().filter(c -> c == '.').count();
        int dot = -1;
        for (int i = 0; i < dots; i++) {
            dot = word.indexOf('.', dot + 1);
            if (dot < 0) {
                return -1;
            }
        }
        return dot;
    }

    private void mistake(String message, String expected) {
        mistakes.add(place, message, expected);
        bad = true;
    }
}
