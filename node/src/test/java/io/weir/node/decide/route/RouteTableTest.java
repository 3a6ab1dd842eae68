package io.weir.node.decide.route;

import static io.weir.node.decide.route.Routes.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Match;
import io.weir.node.state.RouteMatch;
import io.weir.node.testkit.TestHead;
import io.weir.protocol.http.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTableTest {
    private final RouteMatch captures = new RouteMatch();

    @ParameterizedTest(name = "{0}{1}: {2}, as {3}")
    @CsvSource({
        "api.example.com,     /,              exact host,   the exact host wins",
        "www.example.com,     /,              one wildcard, one label stands for the star",
        "a.b.example.com,     /,              one wildcard, several labels as well",
        "x.deep.example.com,  /,              deep,         the longest wildcard wins",
        "example.com,         /,              any,          a wildcard needs at least one label",
        "notexample.com,      /,              any,          a wildcard begins at a label",
        "api.example.com,     /only-wildcard, wildcard path, what the exact host does not have is looked for in its wildcard",
        "x.deep.example.com,  /only-wildcard, wildcard path, and from a longer wildcard in a shorter",
        "api.example.com,     /only-any,      any path,     and then in what holds for any host",
        "api.example.com:81,  /,              exact host,   the port does not matter",
        "[::1],               /,              v6,           an address in brackets",
        "[::1]:8080,          /,              v6,           with a port",
    })
    void theMostSpecificHostWins(String host, String path, String expected, String reason) {
        Routes routes = new Routes()
                .add("any", match("/", ""))
                .add("any path", match("/only-any", ""))
                .add("one wildcard", match("/", "*.example.com"))
                .add("wildcard path", match("/only-wildcard", "*.example.com"))
                .add("deep", match("/", "*.deep.example.com"))
                .add("exact host", match("/", "API.example.com"))
                .add("v6", match("/", "[::1]"));
        assertThat(routes.find("GET " + path + " HTTP/1.1\r\nHost: " + host, captures))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}, as {2}")
    @CsvSource({
        "/orders,              /orders,               spelled out",
        "/orders/,             /orders/**,            nothing after the slash is a rest too",
        "/orders/7,            /orders/{id},          a parameter before a rest",
        "/orders/new,          /orders/new,           spelled out before a parameter",
        "/orders/newer,        /orders/{id},          it only begins like what is spelled out",
        "/orders/ne,           /orders/{id},          it only begins like what is spelled out",
        "/orders/7/items,      /orders/{id}/items,    the longer pattern",
        "/orders/new/items,    /orders/{id}/items,    the way through 'new' is taken back",
        "/orders/7/else,       /orders/**,            the way through the parameter is taken back",
        "/orders/7/items/1/2,  /orders/{id}/items/**, a rest after a parameter",
        "/orders//items,       /orders/**,            a parameter is not empty",
        "/ordersX,             /**,                   a rest begins at the border of a segment",
        "/order,               /**,                   shorter than what is spelled out",
        "/,                    /**,                   the root",
        "/x/%C3%A4,            /x/%C3%A4,             an escaped byte is spelled as it is",
    })
    void theMostSpecificPathWins(String path, String expected, String reason) {
        Routes routes = new Routes();
        for (String pattern : List.of(
                "/**",
                "/orders",
                "/orders/**",
                "/orders/new",
                "/orders/{id}",
                "/orders/{id}/items",
                "/orders/{id}/items/**",
                "/x/%C3%A4")) {
            routes.add(pattern, match(pattern, ""));
        }
        assertThat(routes.find("GET " + path, captures)).as(reason).isEqualTo(expected);
    }

    @Test
    void parametersAreWhereTheyStandInThePathAndThoseOfDeadEndsAreForgotten() {
        Routes routes = new Routes()
                .add("dead end", match("/{a}/{b}/{c}/end", ""))
                .add("taken", match("/{shop}/orders/**", ""))
                .add("two", match("/{x}/{y}", ""));
        assertThat(parameters(routes, "/berlin/orders/7/other")).containsExactly("taken", "berlin");
        assertThat(parameters(routes, "/berlin/orders/7/end")).containsExactly("taken", "berlin");
        assertThat(parameters(routes, "/berlin/x/7/end")).containsExactly("dead end", "berlin", "x", "7");
        assertThat(parameters(routes, "/berlin/other")).containsExactly("two", "berlin", "other");
        assertThat(parameters(routes, "/berlin")).containsExactly("none");
        assertThat(RouteTable.parameterNames("/{shop}/orders/{id}/**")).containsExactly("shop", "id");
    }

    private List<String> parameters(Routes routes, String path) {
        TestHead head = TestHead.of("GET " + path);
        List<String> found = new ArrayList<>(List.of(routes.find(head, captures)));
        for (int i = 0; i < captures.parameters(); i++) {
            found.add(head.text(captures.start(i), captures.end(i)));
        }
        return found;
    }

    @ParameterizedTest(name = "{0} {1}: {2}, allowed {3}, as {4}")
    @CsvSource({
        "GET,    /a, read,  '',             it is listed",
        "HEAD,   /a, read,  '',             whoever answers GET answers HEAD",
        "POST,   /a, write, '',             it is listed",
        "DELETE, /a, none,  GET HEAD POST,  a 405 names what all routes of the path have",
        "PURGE,  /a, none,  GET HEAD POST,  an unknown method is one that is not listed",
        "PURGE,  /b, purge, '',             unless the route lists it",
        "LINK,   /b, none,  OTHER,          two unknown methods are not the same",
        "DELETE, /c, none,  '',             a 404",
        "PUT,    /d, other, '',             a less specific path takes what the better one does not",
    })
    void methods(String method, String path, String expected, String allowed, String reason) {
        Routes routes = new Routes()
                .add("read", match("/a", "", "GET"))
                .add("write", match("/a", "", "POST"))
                .add("purge", match("/b", "", "PURGE"))
                .add("get", match("/d", "", "GET"))
                .add("other", match("/d/**", ""));
        assertThat(routes.find(method + " " + path, captures)).as(reason).isEqualTo(expected);
        if (expected.equals("none")) {
            assertThat(captures.allowedMethods()).as(reason).isEqualTo(bits(allowed));
        }
    }

    private static int bits(String methods) {
        int bits = 0;
        for (String method : methods.isEmpty() ? new String[0] : methods.split(" ", -1)) {
            bits |= Method.valueOf(method).bit();
        }
        return bits;
    }

    @ParameterizedTest(name = "{0} with {1} on {2}: {3}, as {4}")
    @CsvSource({
        "/a,             '',          public,  plain,    no condition holds",
        "/a,             X-Beta: yes, public,  beta,     a field with its value",
        "/a,             x-BETA: yes, public,  beta,     names of fields have no case",
        "/a,             X-Beta: YES, public,  plain,    values have",
        "/a,             X-Gamma: no, public,  present,  the field is there",
        "/a,             X-Gamma:,    public,  present,  even if it is empty",
        "/a?v=2,         '',          public,  query,    a parameter with its value",
        "/a?w=1&v=2,     '',          public,  query,    it need not be the first",
        "/a?v=%32,       '',          public,  query,    values are compared decoded",
        "/a?%76=2,       '',          public,  query,    and so are names",
        "/a?v=22,        '',          public,  plain,    a longer value is another",
        "/a?v,           '',          public,  plain,    no value is not this value",
        "/a?v=2,         X-Beta: yes, public,  both,     more conditions are more specific",
        "/a,             '',          private, internal, the listener",
        "/a,             X-Beta: yes, private, beta,     fields before listeners",
    })
    void conditions(String target, String field, String listener, String expected, String reason) {
        Routes routes = new Routes()
                .add("plain", Routes.where("/a").build())
                .add("internal", Routes.where("/a").listener("private").build())
                .add("present", Routes.where("/a").header("X-Gamma").build())
                .add("beta", Routes.where("/a").header("X-Beta", "yes").build())
                .add("query", Routes.where("/a").query("v", "2").build())
                .add(
                        "both",
                        Routes.where("/a")
                                .header("X-Beta", "yes")
                                .query("v", "2")
                                .build());
        TestHead head = TestHead.of("GET " + target + " HTTP/1.1\r\n" + field).on(listener);
        assertThat(routes.find(head, captures)).as(reason).isEqualTo(expected);
    }

    @Test
    void ofTwoThatAreEquallySpecificTheEarlierWins() {
        Match same = match("/a", "");
        assertThat(new Routes().add("one", same).add("two", same).find("GET /a", captures))
                .isEqualTo("one");
    }
}
