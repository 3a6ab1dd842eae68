package io.weir.node.filter.graphql;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Field;
import graphql.language.IntValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import io.weir.node.decide.graphql.Items;
import io.weir.node.decide.graphql.Items.Variable;
import io.weir.node.decide.graphql.Selection;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What fields cost, and how many of them their arguments ask for. Immutable.
 *
 * @param own of fields by their names; others cost 1
 * @param lists names of arguments, and of members of arguments, that say how many
 */
record FieldCosts(Map<String, Integer> own, Set<String> lists) {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    FieldCosts {
        own = Map.copyOf(own);
        lists = Set.copyOf(lists);
    }

    Selection.Field field(Field field, Selection within) {
        String name = field.getName();
        long usual = name.equals("__typename") ? 0 : 1;
        Integer said = own.get(name);
        return new Selection.Field(name, said == null ? usual : said, items(field), within);
    }

    private Items items(Field field) {
        if (field.getArguments().isEmpty() || lists.isEmpty()) {
            return Items.ONE;
        }
        Found found = new Found();
        for (Argument argument : field.getArguments()) {
            found.look(argument.getName(), argument.getValue());
        }
        return found.fixed == 1 && found.variables.isEmpty() ? Items.ONE : new Items(found.fixed, found.variables);
    }

    /** How many items the variables' defaults ask for, by their names. */
    Map<String, Long> standing(List<VariableDefinition> definitions) {
        Map<String, Long> standing = new HashMap<>();
        for (VariableDefinition definition : definitions) {
            Found found = new Found();
            Value<?> value = definition.getDefaultValue();
            if (value instanceof IntValue number) {
                found.number(number);
            } else {
                found.within(value);
            }
            standing.put(definition.getName(), found.fixed);
        }
        return standing;
    }

    /** What one field's arguments say. */
    private final class Found {
        private final List<Variable> variables = new ArrayList<>();
        private long fixed = 1;

        void look(String name, @Nullable Value<?> value) {
            boolean says = lists.contains(name);
            if (value instanceof VariableReference reference) {
                variables.add(new Variable(reference.getName(), says));
            } else if (says && value instanceof IntValue number) {
                number(number);
            } else {
                within(value);
            }
        }

        void number(IntValue number) {
            fixed = Math.max(fixed, number.getValue().min(MOST).longValue());
        }

        void within(@Nullable Value<?> value) {
            if (value instanceof ObjectValue object) {
                for (ObjectField member : object.getObjectFields()) {
                    look(member.getName(), member.getValue());
                }
            } else if (value instanceof ArrayValue array) {
                array.getValues().forEach(this::within);
            }
        }
    }
}
