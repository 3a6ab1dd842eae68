package io.weir.node.decide.auth;

import io.weir.config.expression.Expression;
import java.util.Optional;

/** An expression holds. */
final class ExpressionAccess implements Access {
    private final Expression expression;

    ExpressionAccess(Expression expression) {
        this.expression = expression;
    }

    @Override
    public Truth ask(Subject subject) {
        Optional<Boolean> holds = expression.holds(subject);
        return holds.isPresent() ? Truth.of(holds.get()) : Truth.UNKNOWN;
    }
}
