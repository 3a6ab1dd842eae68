package io.weir.node.decide.graphql;

import java.util.List;

/**
 * What requests may ask for.
 *
 * @param depth fields within one another
 * @param cost of all operations of a request together
 * @param introspection whether the schema may be asked for
 */
public record QueryLimits(int depth, long cost, boolean introspection) {
    /**
     * An operation that a request asks for.
     *
     * @param variables what the request gives
     */
    public record Asked(Operation operation, Items.Given variables) {}

    /** What there is to say about a request. */
    public sealed interface Verdict {}

    /** All is as it may be. */
    public record Good() implements Verdict {}

    /** Fields within one another, of one operation. */
    public record TooDeep(int depth) implements Verdict {}

    /** All operations together. */
    public record TooCostly(long cost) implements Verdict {}

    /** It asks for the schema. */
    public record Introspection() implements Verdict {}

    /** In time that is linear in the length of the operations. */
    public Verdict judge(List<Asked> all) {
        long sum = 0;
        for (Asked asked : all) {
            Operation operation = asked.operation();
            if (operation.introspects() && !introspection) {
                return new Introspection();
            }
            if (operation.depth() > depth) {
                return new TooDeep(operation.depth());
            }
            QueryCost counted = new QueryCost(asked.variables(), operation.standing());
            sum = QueryCost.plus(sum, counted.of(operation.selection()));
        }
        return sum > cost ? new TooCostly(sum) : new Good();
    }
}
