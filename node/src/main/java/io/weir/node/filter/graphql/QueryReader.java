package io.weir.node.filter.graphql;

import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import graphql.language.SourceLocation;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.parser.exceptions.ParseCancelledTooManyCharsException;
import io.weir.node.decide.graphql.CircularFragments;
import io.weir.node.decide.graphql.Operation;
import io.weir.node.decide.graphql.Selection;
import io.weir.node.decide.graphql.Selection.Fragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads queries (GraphQL, October 2021, §2). Takes tens of microseconds to milliseconds: on a worker. Thread-safe. */
final class QueryReader {
    /** Selections within one another; the parser's stack, and ours, go by it. */
    private static final int RULES_DEEP = 500;

    /** Likewise: fragments that name one another are gone into one by one. */
    private static final int MOST_FRAGMENTS = 500;

    private final ParserOptions options;
    private final FieldCosts costs;

    QueryReader(int mostTokens, FieldCosts costs) {
        this.costs = costs;
        this.options = ParserOptions.newParserOptions()
                .captureIgnoredChars(false)
                .captureLineComments(false)
                .captureSourceLocation(false)
                .readerTrackData(false)
                .redactTokenParserErrorMessages(true)
                .maxTokens(mostTokens)
                .maxWhitespaceTokens(200_000)
                .maxRuleDepth(RULES_DEEP)
                .build();
    }

    QueryText read(String text) throws Refused {
        return new One().read(parse(text));
    }

    private Document parse(String text) throws Refused {
        try {
            return new Parser()
                    .parseDocument(ParserEnvironment.newParserEnvironment()
                            .document(text)
                            .parserOptions(options)
                            .locale(Locale.ROOT)
                            .build());
        } catch (ParseCancelledException
                | ParseCancelledTooDeepException
                | ParseCancelledTooManyCharsException tooLarge) {
            throw limits("The query is longer, or nests deeper, than queries may here");
        } catch (InvalidSyntaxException e) {
            SourceLocation at = e.getLocation();
            throw syntax(at == null ? "It is no query" : "Line " + at.getLine() + ", column " + at.getColumn());
        }
    }

    private static Refused syntax(String why) {
        return new Refused(GraphqlRefusals.because(GraphqlRefusals.SYNTAX, why));
    }

    private static Refused limits(String why) {
        return new Refused(GraphqlRefusals.because(GraphqlRefusals.LIMITS, why));
    }

    /** One query. */
    private final class One {
        private final Map<String, Fragment> fragments = new HashMap<>();
        private final Map<String, Selection> selections = new HashMap<>();

        QueryText read(Document document) throws Refused {
            List<OperationDefinition> definitions = new ArrayList<>();
            Map<String, FragmentDefinition> named = new HashMap<>();
            for (Definition<?> definition : document.getDefinitions()) {
                if (definition instanceof OperationDefinition operation) {
                    definitions.add(operation);
                } else if (!(definition instanceof FragmentDefinition fragment)) {
                    throw syntax("It defines what is no operation and no fragment");
                } else if (named.put(fragment.getName(), fragment) != null) {
                    throw syntax("A fragment is there twice");
                }
            }
            if (named.size() > MOST_FRAGMENTS) {
                throw limits("The query has more than " + MOST_FRAGMENTS + " fragments");
            }
            declare(named);
            return operations(definitions);
        }

        /** All have to be known before any is gone into. */
        private void declare(Map<String, FragmentDefinition> named) throws Refused {
            for (String name : named.keySet()) {
                fragments.put(name, new Fragment(() -> selections.getOrDefault(name, Selection.NOTHING)));
            }
            for (FragmentDefinition fragment : named.values()) {
                selections.put(fragment.getName(), selection(fragment.getSelectionSet()));
            }
        }

        private QueryText operations(List<OperationDefinition> definitions) throws Refused {
            Map<String, Operation> operations = new HashMap<>();
            for (OperationDefinition definition : definitions) {
                String name = definition.getName() == null ? "" : definition.getName();
                if (operations.put(name, operation(name, definition)) != null) {
                    throw syntax("Two operations have one name");
                }
            }
            if (operations.isEmpty() || operations.size() > 1 && operations.containsKey("")) {
                throw syntax(operations.isEmpty() ? "It has no operation" : "One of several operations has no name");
            }
            return new QueryText(operations);
        }

        private Operation operation(String name, OperationDefinition definition) throws Refused {
            Selection selection = selection(definition.getSelectionSet());
            Map<String, Long> standing = costs.standing(definition.getVariableDefinitions());
            try {
                return Operation.of(name, kind(definition.getOperation()), selection, standing);
            } catch (CircularFragments e) {
                throw syntax("A fragment contains itself");
            }
        }

        private static Operation.Kind kind(OperationDefinition.Operation operation) {
            return switch (operation) {
                case QUERY -> Operation.Kind.QUERY;
                case MUTATION -> Operation.Kind.MUTATION;
                case SUBSCRIPTION -> Operation.Kind.SUBSCRIPTION;
            };
        }

        private Selection selection(@Nullable SelectionSet set) throws Refused {
            if (set == null) {
                return Selection.NOTHING;
            }
            List<Selection.Field> fields = new ArrayList<>();
            List<Fragment> spread = new ArrayList<>();
            collect(set, fields, spread);
            return new Selection(fields, spread);
        }

        private void collect(SelectionSet set, List<Selection.Field> fields, List<Fragment> spread) throws Refused {
            for (graphql.language.Selection<?> one : set.getSelections()) {
                if (one instanceof graphql.language.Field field) {
                    fields.add(costs.field(field, selection(field.getSelectionSet())));
                } else if (one instanceof InlineFragment inline) {
                    collect(inline.getSelectionSet(), fields, spread);
                } else if (one instanceof FragmentSpread named) {
                    spread.add(fragment(named.getName()));
                }
            }
        }

        private Fragment fragment(String name) throws Refused {
            Fragment fragment = fragments.get(name);
            if (fragment == null) {
                throw syntax("A fragment that it spreads is missing");
            }
            return fragment;
        }
    }
}
