package io.weir.node.decide.graphql;

import java.util.List;
import java.util.Map;

/**
 * How many items a field is asked for.
 *
 * @param fixed the most that is written in the query itself; 1 where nothing is
 * @param variables that say so, too
 */
public record Items(long fixed, List<Variable> variables) {
    public static final Items ONE = new Items(1, List.of());

    public Items {
        variables = List.copyOf(variables);
    }

    /**
     * A variable of the query.
     *
     * @param number whether it is the number itself; else a number may be within it
     */
    public record Variable(String name, boolean number) {}

    /** What a request gives for variables. */
    public interface Given {
        /** How many items the variable asks for; 0 where its value says none; negative: it was not given. */
        long items(Variable variable);
    }

    /**
     * At least 1.
     *
     * @param standing how many items what stands for variables asks for, by their names
     */
    long of(Given given, Map<String, Long> standing) {
        long most = fixed;
        for (Variable variable : variables) {
            long items = given.items(variable);
            most = Math.max(most, items < 0 ? standing.getOrDefault(variable.name(), 1L) : items);
        }
        return Math.max(1, most);
    }
}
