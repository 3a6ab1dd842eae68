package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.expression.Expression;
import io.weir.config.expression.Variables;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Identity;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestExchange;
import io.weir.node.testkit.TestHead;
import io.weir.protocol.http.FieldName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestSubjectTest {
    private static final FieldName[] HIDDEN = {FieldName.loose("X-Consumer-Name")};
    private static final String HEAD =
            """
            GET /c?d=e HTTP/1.1
            Host: example.com
            X-Tenant: eu
            X-Two: a
            x-two: b
            X_Consumer-Name: root
            Authorization: Bearer secret
            Cookie: session=secret
            Proxy-Authorization: Basic secret"""
                    .replace("\n", "\r\n");

    private static RequestSubject known() {
        ConsumerPlan plan = ConsumerPlan.declared("acme", Set.of("gold"), "large");
        Identity identity = new Identity(plan, "jwt", Set.of("read"), Map.of("dept", "sales"), new byte[0]);
        TestExchange exchange = TestExchange.of(TestHead.of(HEAD))
                .showing(TestCa.root("clients")
                        .leaf("robot")
                        .subject("CN=robot")
                        .client()
                        .issue()
                        .leaf());
        return new RequestSubject(exchange, identity, HIDDEN);
    }

    private static RequestSubject nobody() {
        return new RequestSubject(TestExchange.of(TestHead.of(HEAD)), null, HIDDEN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "request.method == 'GET' && request.host == 'example.com' && request.secure",
                "request.path == '/c' && route.name == 'route' && client.address == '127.0.0.1'",
                "request.headers['x-tenant'] == 'eu' && request.headers['x-two'] == 'a, b'",
                "!('x-none' in request.headers)",
                "consumer.name == 'acme' && consumer.plan == 'large' && consumer.credential == 'jwt'",
                "consumer.groups == ['gold'] && consumer.scopes == ['read'] && consumer.claims.dept == 'sales'",
                "certificate.names == ['robot'] && certificate.subject == 'CN=robot' && certificate.issuer == 'CN=clients'",
            })
    void expressionsSeeTheRequestAndWhoseItIs(String text) {
        assertThat(Expression.check(text).mistakes()).isEmpty();
        assertThat(Expression.of(text).holds(known())).contains(true);
    }

    @Test
    void credentialsAndWhatClientsSayOfThemselvesAreNotSeen() {
        for (String name :
                List.of("authorization", "cookie", "proxy-authorization", "x_consumer-name", "x-consumer-name")) {
            assertThat(Expression.of("'" + name + "' in request.headers").holds(known()))
                    .as(name)
                    .contains(false);
        }
        assertThat(Expression.of("request.headers.exists(name, request.headers[name].contains('secret'))")
                        .holds(known()))
                .contains(false);
        assertThat(Expression.of("request.headers.exists(name, name.contains('consumer'))")
                        .holds(known()))
                .contains(false);
        assertThat(Expression.of("request.headers.exists(name, name == 'x-two')")
                        .holds(known()))
                .contains(true);
    }

    @Test
    void fieldsThatAreTooLongAreNeitherThereNorNot() {
        TestHead head = TestHead.of(HEAD + "\r\nX-Long: " + "a".repeat(Expression.LONGEST_VALUE + 1));
        RequestSubject subject = new RequestSubject(TestExchange.of(head), null, HIDDEN);
        for (String text : List.of(
                "request.headers['x-long'] != 'b'",
                "!('x-long' in request.headers)",
                "!request.headers.exists(name, request.headers[name] == 'b')")) {
            assertThat(Expression.of(text).holds(subject)).as(text).isEmpty();
        }
        assertThat(Expression.of("request.headers['x-tenant'] == 'eu'").holds(subject))
                .contains(true);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"consumer.name", "consumer.plan", "consumer.credential", "certificate.subject", "certificate.issuer"})
    void ofNobodyNothingIsKnown(String variable) {
        assertThat(nobody().value(variable)).isNull();
        assertThat(Expression.of(variable + " != 'x'").holds(nobody())).isEmpty();
        assertThat(nobody().value(Variables.PATH)).isEqualTo("/c");
    }
}
