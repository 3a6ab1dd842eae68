package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.testkit.TestExchange;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthorizeFilterTest {
    @ParameterizedTest(name = "{0} of {1}: {2}, as {3}")
    @CsvSource({
        "gold,       gold silver, CONTINUE, one of the groups",
        "iron gold,  gold silver, CONTINUE, one of its own is enough",
        "iron,       gold silver, ANSWERED, another group",
        "Gold,       gold,        ANSWERED, names have a case",
        "'',         gold,        ANSWERED, no group at all",
    })
    void onlyConsumersInOneOfTheGroupsGoOn(String own, String groups, Outcome expected, String reason) {
        ConsumerPlan consumer = new ConsumerPlan("acme", Set.of(own.split(" ", -1)), new byte[0]);
        TestExchange exchange = TestExchange.of("GET /").identifiedAs(consumer);
        assertThat(new AuthorizeFilter(List.of(groups.split(" ", -1))).onRequest(exchange))
                .as(reason)
                .isEqualTo(expected);
        assertThat(exchange.denied() != null).isEqualTo(expected == Outcome.ANSWERED);
    }

    @Test
    void whoeverIsNotIdentifiedIsInNoGroup() {
        TestExchange exchange = TestExchange.of("GET /");
        assertThat(new AuthorizeFilter(List.of("gold")).onRequest(exchange)).isEqualTo(Outcome.ANSWERED);
        assertThat(Objects.requireNonNull(exchange.denied()).type()).isEqualTo("forbidden");
    }
}
