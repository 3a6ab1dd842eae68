package io.weir.config.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks through checked expressions for what could cost too much, and for what they speak of. */
final class Bounds {
    /** Steps of the programs that the regular expressions of one text become, together. */
    static final int LARGEST_REGEX = 300;

    /** How often all counted repetitions of a regular expression together may unfold a part of it. */
    private static final long MOST_REPETITIONS = 10_000;

    private static final Set<String> JOINING = Set.of("add_string", "add_list", "add_bytes");

    private Bounds() {}

    /** Each with what is too much; none for expressions that may run. */
    static List<String> excesses(CelAbstractSyntaxTree tree) {
        List<String> excesses = new ArrayList<>();
        int regexes = 0;
        for (CelNavigableExpr node :
                CelNavigableAst.fromAst(tree).getRoot().allNodes().toList()) {
            if (node.getKind() == Kind.IDENT && hasCapitals(fieldAsked(node))) {
                excesses.add("asks for a field by a name that is not in lower case, which is never there");
            } else if (node.getKind() == Kind.COMPREHENSION && isInLoop(node)) {
                excesses.add("has a loop within a loop");
            } else if (node.getKind() == Kind.CALL && joins(tree, node)) {
                excesses.add("joins texts or lists");
            } else if (node.getKind() == Kind.CALL
                    && node.expr().call().function().equals("matches")) {
                regexes += regex(node, excesses);
            }
        }
        if (regexes > LARGEST_REGEX) {
            excesses.add("has regular expressions that are too large");
        }
        return excesses;
    }

    /** The name in {@code request.headers["name"]}, {@code request.headers.name} or {@code "name" in request.headers}. */
    private static String fieldAsked(CelNavigableExpr variable) {
        Optional<CelNavigableExpr> above = variable.parent();
        if (above.isEmpty() || !variable.expr().ident().name().equals(Variables.HEADERS)) {
            return "";
        }
        CelExpr asking = above.get().expr();
        if (asking.getKind() == Kind.SELECT) {
            return asking.select().field();
        }
        return asking.getKind() != Kind.CALL
                ? ""
                : asking.call().args().stream()
                        .filter(argument -> argument.getKind() == Kind.CONSTANT
                                && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE)
                        .map(argument -> argument.constant().stringValue())
                        .findFirst()
                        .orElse("");
    }

    private static boolean hasCapitals(String text) {
        return text.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static boolean isInLoop(CelNavigableExpr node) {
        Optional<CelNavigableExpr> above = node.parent();
        while (above.isPresent() && above.get().getKind() != Kind.COMPREHENSION) {
            above = above.get().parent();
        }
        return above.isPresent();
    }

    private static boolean joins(CelAbstractSyntaxTree tree, CelNavigableExpr node) {
        return tree.getReference(node.id())
                .filter(meant -> !meant.overloadIds().isEmpty() && JOINING.containsAll(meant.overloadIds()))
                .isPresent();
    }

    /** How many steps {@code text.matches(pattern)} or {@code matches(text, pattern)} has. */
    private static int regex(CelNavigableExpr node, List<String> excesses) {
        if (isInLoop(node)) {
            excesses.add("has a regular expression within a loop");
        }
        List<CelExpr> arguments = node.expr().call().args();
        CelExpr last = arguments.get(arguments.size() - 1);
        if (last.getKind() != Kind.CONSTANT || last.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            excesses.add("has a regular expression that is not written out");
            return 0;
        }
        String pattern = last.constant().stringValue();
        try {
            return repetitions(pattern) > MOST_REPETITIONS
                    ? LARGEST_REGEX + 1
                    : Pattern.compile(pattern).programSize();
        } catch (PatternSyntaxException e) {
            excesses.add("has a wrong regular expression: " + e.getDescription());
            return 0;
        }
    }

    /** The product of all counts in braces, since one may be within another; what compiling makes of a pattern grows with it. */
    private static long repetitions(String pattern) {
        long product = 1;
        boolean inBraces = false;
        long number = 0;
        for (int i = 0; i < pattern.length() && product <= MOST_REPETITIONS; i++) {
            char c = pattern.charAt(i);
            if (inBraces && c >= '0' && c <= '9') {
                number = Math.min(MOST_REPETITIONS + 1, number * 10 + (c - '0'));
            } else {
                product *= Math.max(1, number);
                number = 0;
                inBraces = c == '{' || inBraces && c == ',';
            }
        }
        return product;
    }

    static Set<String> variables(CelAbstractSyntaxTree tree) {
        Set<String> variables = new TreeSet<>();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.IDENT)
                .map(node -> node.expr().ident().name())
                .filter(VariableTypes.ALL::containsKey)
                .forEach(variables::add);
        return variables;
    }
}
