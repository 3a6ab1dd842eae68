package io.weir.config.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition in CEL, compiled and type-checked. What an evaluation may cost is bounded: the text is short, texts and lists
 * cannot be joined, loops are not nested and make {@value #MOST_ITERATIONS} steps at most, regular expressions are small
 * constants outside of loops, matched in linear time; and longer values than {@value #LONGEST_VALUE} characters are not
 * known. Immutable, thread-safe.
 */
public final class Expression {
    /** Characters of a text. */
    public static final int LONGEST = 2_000;

    /** Characters of a value of the request. */
    public static final int LONGEST_VALUE = 4_096;

    static final int MOST_ITERATIONS = 256;
    private static final int DEEPEST = 32;
    private static final Optional<Boolean> HOLDS = Optional.of(true);
    private static final Optional<Boolean> DOES_NOT_HOLD = Optional.of(false);

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .maxParseErrorRecoveryLimit(4)
            .maxRegexProgramSize(Bounds.LARGEST_REGEX)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .enableStringConcatenation(false)
            .enableListConcatenation(false)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final CelRuntime.Program program;

    /** Brings the value of a variable when it is needed. */
    public interface Values {
        /**
         * The value of one of {@link Variables}: text, a truth, a number, a list or a map of such; null when it is not
         * known.
         */
        @Nullable
        Object value(String variable);
    }

    private Expression(CelRuntime.Program program) {
        this.program = program;
    }

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(
                        CelStandardMacro.HAS,
                        CelStandardMacro.ALL,
                        CelStandardMacro.EXISTS,
                        CelStandardMacro.EXISTS_ONE)
                .setResultType(SimpleType.BOOL);
        VariableTypes.ALL.forEach(builder::addVar);
        return builder.build();
    }

    /**
     * What a text says, checked.
     *
     * @param mistakes each with the character where it is; empty: it is an expression
     * @param variables the {@link Variables} that it speaks of; empty when there are mistakes
     */
    public record Checked(List<String> mistakes, Set<String> variables) {}

    public static Checked check(String text) {
        CelValidationResult checked = COMPILER.compile(text);
        if (checked.hasError()) {
            return new Checked(
                    checked.getErrors().stream().map(Expression::describe).toList(), Set.of());
        }
        CelAbstractSyntaxTree tree = tree(checked);
        List<String> excesses = Bounds.excesses(tree);
        return new Checked(excesses, excesses.isEmpty() ? Bounds.variables(tree) : Set.of());
    }

    private static String describe(CelIssue issue) {
        int column = issue.getSourceLocation().getColumn();
        String message = issue.getMessage()
                .replace('\n', ' ')
                .replace(" (in container '')", "")
                .strip();
        return column < 0 ? message : message + " (at character " + (column + 1) + ")";
    }

    /** Of a text in which {@link #check} finds no mistakes. */
    public static Expression of(String text) {
        try {
            return new Expression(RUNTIME.createProgram(tree(COMPILER.compile(text))));
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("not an expression: " + text, e);
        }
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult checked) {
        try {
            return checked.getAst();
        } catch (CelValidationException e) {
            throw new IllegalArgumentException("not an expression", e);
        }
    }

    private static Optional<Object> found(@Nullable Object value) {
        return value instanceof String text && text.length() > LONGEST_VALUE
                ? Optional.empty()
                : Optional.ofNullable(value);
    }

    /** Whether the condition holds; empty when that cannot be told, because something is not known or cannot be computed. */
    public Optional<Boolean> holds(Values values) {
        try {
            Object result = program.eval(name -> found(values.value(name)));
            return result instanceof Boolean holds ? holds ? HOLDS : DOES_NOT_HOLD : Optional.empty();
        } catch (CelEvaluationException | RuntimeException cannotBeTold) {
            return Optional.empty();
        }
    }
}
