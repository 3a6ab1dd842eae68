package io.weir.node.filter.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.Protection;
import io.weir.node.state.Filter;
import io.weir.node.testkit.Allocations;
import io.weir.node.testkit.QuietExchange;
import io.weir.node.testkit.TestExchange;
import io.weir.node.testkit.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the usual path, the filters that protect make nothing that has to be collected. */
final class ProtectionAllocationTest {
    private static final String REQUEST = WireMessage.lines(
            "POST /x?a=b HTTP/1.1",
            "Host: shop.example.com",
            "Origin: https://a.example.com",
            "Content-Type: application/json",
            "Content-Length: 2");

    static Stream<Filter> filters() {
        List<String> origins = List.of("https://*.example.com");
        return Stream.of(
                new CorsFilter(new BrowserPolicy.Cors(
                        "cors", origins, List.of("GET"), List.of(), List.of("Link"), Duration.ZERO, true, false)),
                new CsrfFilter(new BrowserPolicy.Csrf("csrf", origins, true)),
                new RequestLimitsFilter(
                        new Protection.RequestLimits("limits", 100, 100, List.of("application/json"), true)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aRequestThatPassesAllocatesNothing(Filter filter) {
        QuietExchange exchange = new QuietExchange(TestExchange.of(REQUEST).withBody(new byte[2]));
        assertThat(filter.onRequest(exchange)).isEqualTo(Filter.Outcome.CONTINUE);
        assertThat(Allocations.leastOf(() -> filter.onRequest(exchange))).isZero();
    }
}
