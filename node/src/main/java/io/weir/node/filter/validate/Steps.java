package io.weir.node.filter.validate;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.annotation.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One validation, which may take so many steps and no more. What a schema asks for can grow exponentially with the depth of a
 * body ({@code anyOf} of schemas that refer to themselves), and nobody is to find the body that shows it. A step is one
 * keyword that is looked at, about a quarter of a microsecond. Deterministic: the same body is refused on every machine. One use.
 */
final class Steps extends ExecutionContext {
    /** Units of pattern matching (characters by instructions) that take as long as one step. */
    static final int PATTERN_UNITS = 12;

    /** Levels of a schema's evaluation that take as long to go through as one step. */
    private static final int LEVELS = 30;

    private static final int OF_AN_ERROR = 4;
    private static final int MOST_ERRORS_WITHIN = 50_000;
    private static final ThreadLocal<@Nullable Steps> ON_THREAD = new ThreadLocal<>();

    /** English in every place; formats are annotations (2020-12 §7.2.1), not assertions. */
    private static final ExecutionConfig CONFIG = ExecutionConfig.builder()
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(false)
            .build();

    private final int mostErrors;
    private final List<Error> found = new ArrayList<>();
    private final CountedAnnotations annotations = new CountedAnnotations(this);
    private long left;
    private int depth;

    Steps(long steps, int mostErrors) {
        super(CONFIG);
        this.left = steps;
        this.mostErrors = mostErrors;
        setErrors(found);
    }

    /** Runs {@code validation}; answers whether it came to an end within the steps. */
    boolean take(Runnable validation) {
        Steps outer = ON_THREAD.get();
        ON_THREAD.set(this);
        try {
            validation.run();
            return true;
        } catch (Enough e) {
            return true;
        } catch (TooCostly | StackOverflowError e) {
            return false;
        } finally {
            ON_THREAD.set(outer);
        }
    }

    /** What was found, of {@code mostErrors} at most. */
    List<Error> found() {
        return found;
    }

    /** For what is not told in which validation it takes part. */
    static void spendOnThread(long steps) {
        Steps current = ON_THREAD.get();
        if (current != null) {
            current.spend(steps);
        }
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new TooCostly();
        }
    }

    /** So many annotations are gone through, each of which has its way through the schema compared with the present one. */
    void spendOn(int scanned) {
        spend(scanned * (1L + depth / LEVELS));
    }

    @Override
    public Annotations getAnnotations() {
        return annotations;
    }

    @Override
    public void evaluationPathRemoveLast() {
        depth--;
        super.evaluationPathRemoveLast();
    }

    @Override
    public void evaluationPathAddLast(String token) {
        spend(1);
        depth++;
        super.evaluationPathAddLast(token);
    }

    @Override
    public void evaluationPathAddLast(int token) {
        spend(1);
        depth++;
        super.evaluationPathAddLast(token);
    }

    @Override
    public void addError(Error error) {
        spend(OF_AN_ERROR);
        boolean within = getErrors() != found;
        if (within && getErrors().size() >= MOST_ERRORS_WITHIN) {
            throw new TooCostly();
        }
        super.addError(error);
        if (!within && found.size() >= mostErrors) {
            throw new Enough();
        }
    }

    /** More errors than anybody needs. No exception: the library would write each one that passes by to the log. */
    private static final class Enough extends java.lang.Error {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough errors", null, false, false);
        }
    }

    private static final class TooCostly extends java.lang.Error {
        private static final long serialVersionUID = 1L;

        TooCostly() {
            super("no steps left", null, false, false);
        }
    }
}
