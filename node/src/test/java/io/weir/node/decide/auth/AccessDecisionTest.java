package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.expression.Expression;
import io.weir.config.model.AccessRule;
import io.weir.config.model.AccessRule.AllOf;
import io.weir.config.model.AccessRule.AnyOf;
import io.weir.config.model.AccessRule.Anyone;
import io.weir.config.model.AccessRule.Authenticated;
import io.weir.config.model.AccessRule.Claim;
import io.weir.config.model.AccessRule.ConsumerNamed;
import io.weir.config.model.AccessRule.Group;
import io.weir.config.model.AccessRule.Method;
import io.weir.config.model.AccessRule.Not;
import io.weir.config.model.AccessRule.Plan;
import io.weir.config.model.AccessRule.Scope;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AccessDecisionTest {
    private static final AccessRule YES = new Group("gold");
    private static final AccessRule NO = new Group("iron");
    private static final AccessRule UNKNOWN = new Claim("absent", "x");

    private static final List<AccessRule> CEL = List.of(
            cel("consumer.claims.absent == 'x' || request.method == 'GET'"),
            cel("!('gold' in consumer.groups) && request.method == 'POST'"),
            cel("consumer.claims.dept != 'sales'"));

    /** The rule, what it says of acme, what it says of nobody, why. */
    static Stream<Arguments> rules() {
        return Stream.of(
                row(new Anyone(), Truth.YES, Truth.YES, "everybody"),
                row(new Authenticated(), Truth.YES, Truth.UNKNOWN, "somebody"),
                row(new Group("gold"), Truth.YES, Truth.UNKNOWN, "one of its groups"),
                row(new Group("Gold"), Truth.NO, Truth.UNKNOWN, "names have a case"),
                row(new Group("/eu/staff"), Truth.YES, Truth.UNKNOWN, "groups of tokens may be paths"),
                row(new Scope("orders:read"), Truth.YES, Truth.UNKNOWN, "its scope"),
                row(new Scope("orders:write"), Truth.NO, Truth.UNKNOWN, "another scope"),
                row(new ConsumerNamed("acme"), Truth.YES, Truth.UNKNOWN, "its name"),
                row(new ConsumerNamed(""), Truth.NO, Truth.UNKNOWN, "nobody's name is nobody"),
                row(new Plan("large"), Truth.YES, Truth.UNKNOWN, "its plan"),
                row(new Claim("dept", "sales"), Truth.YES, Truth.UNKNOWN, "text"),
                row(new Claim("dept", "sale"), Truth.NO, Truth.UNKNOWN, "other text"),
                row(new Claim("level", "7"), Truth.YES, Truth.UNKNOWN, "a number as text"),
                row(new Claim("beta", "true"), Truth.YES, Truth.UNKNOWN, "a truth as text"),
                row(new Claim("roles", "clerk"), Truth.YES, Truth.UNKNOWN, "in a list"),
                row(new Claim("roles", "3"), Truth.YES, Truth.UNKNOWN, "a number in a list"),
                row(new Claim("roles", "boss"), Truth.NO, Truth.UNKNOWN, "not in the list"),
                row(new Claim("realm_access.roles", "admin"), Truth.YES, Truth.UNKNOWN, "within another claim"),
                row(new Claim("https://id.example.com/tier", "one"), Truth.YES, Truth.UNKNOWN, "dots in the name"),
                row(new Claim("realm_access", "x"), Truth.UNKNOWN, Truth.UNKNOWN, "a mapping is no value"),
                row(new Claim("absent", "x"), Truth.UNKNOWN, Truth.UNKNOWN, "no such claim"),
                row(new Claim("dept.absent", "x"), Truth.UNKNOWN, Truth.UNKNOWN, "nothing within text"),
                row(new Not(new Claim("absent", "x")), Truth.UNKNOWN, Truth.UNKNOWN, "not knowing is no reason"),
                row(new Not(new Group("gold")), Truth.NO, Truth.UNKNOWN, "it is in the group"),
                row(new Not(new Group("iron")), Truth.YES, Truth.UNKNOWN, "it is not; of nobody it cannot be said"),
                row(new Method(List.of("GET", "PUT")), Truth.YES, Truth.YES, "one of the methods"),
                row(new Method(List.of("POST")), Truth.NO, Truth.NO, "another method"),
                row(cel("consumer.claims.level > 5"), Truth.YES, Truth.UNKNOWN, "an expression about a claim"),
                row(cel("consumer.claims.absent > 5"), Truth.UNKNOWN, Truth.UNKNOWN, "that is not there"),
                row(new Not(cel("consumer.claims.absent > 5")), Truth.UNKNOWN, Truth.UNKNOWN, "no reason either"),
                row(new Not(cel("'iron' in consumer.groups")), Truth.YES, Truth.UNKNOWN, "of nobody it cannot be said"),
                row(cel("request.method == 'GET'"), Truth.YES, Truth.YES, "an expression about the request"),
                row(new AllOf(List.of()), Truth.NO, Truth.NO, "nothing at all lets nobody pass"),
                row(new AnyOf(List.of()), Truth.NO, Truth.NO, "nor does nothing of nothing"));
    }

    private static AccessRule cel(String text) {
        return new AccessRule.Cel(text, Expression.check(text).variables());
    }

    private static Arguments row(AccessRule rule, Truth acme, Truth nobody, String reason) {
        return Arguments.of(rule, acme, nobody, reason);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("rules")
    void aRuleIsAskedOfSomebodyAndOfNobody(AccessRule rule, Truth acme, Truth nobody, String reason) {
        AccessDecision decision = new AccessDecision(rule);
        assertThat(decision.decide(TestSubject.acme())).as(reason).isEqualTo(acme);
        assertThat(decision.decide(TestSubject.NOBODY)).as(reason).isEqualTo(nobody);
    }

    static Stream<Arguments> combinations() {
        return Stream.of(
                Arguments.of(YES, YES, Truth.YES, Truth.YES),
                Arguments.of(YES, NO, Truth.NO, Truth.YES),
                Arguments.of(YES, UNKNOWN, Truth.UNKNOWN, Truth.YES),
                Arguments.of(NO, NO, Truth.NO, Truth.NO),
                Arguments.of(NO, UNKNOWN, Truth.NO, Truth.UNKNOWN),
                Arguments.of(UNKNOWN, UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN));
    }

    @ParameterizedTest(name = "{0} and {1}: {2}; or: {3}")
    @MethodSource("combinations")
    void whatIsNotKnownStaysSoUnlessTheRestDecides(AccessRule one, AccessRule other, Truth all, Truth any) {
        for (List<AccessRule> items : List.of(List.of(one, other), List.of(other, one))) {
            assertThat(new AccessDecision(new AllOf(items)).decide(TestSubject.acme()))
                    .isEqualTo(all);
            assertThat(new AccessDecision(new AnyOf(items)).decide(TestSubject.acme()))
                    .isEqualTo(any);
        }
    }

    @Test
    void whoeverMayGetMayHead() {
        AccessDecision reading = new AccessDecision(new Method(List.of("GET")));
        assertThat(reading.decide(TestSubject.acme().with("HEAD"))).isEqualTo(Truth.YES);
        assertThat(reading.decide(TestSubject.acme().with("get"))).isEqualTo(Truth.NO);
        AccessDecision asking = new AccessDecision(new Method(List.of("HEAD")));
        assertThat(asking.decide(TestSubject.acme().with("GET"))).isEqualTo(Truth.NO);
    }

    /** Whatever the rule: dropping one's credentials gains nothing that any caller would be refused. */
    @Test
    void nobodyIsLetInWhereSomebodyIsNot() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            AccessRule rule = rule(random, 4);
            AccessDecision decision = new AccessDecision(rule);
            Truth nobody = decision.decide(TestSubject.NOBODY);
            if (nobody != Truth.UNKNOWN) {
                assertThat(decision.decide(TestSubject.acme()))
                        .as("%s, seed %s", rule, seed)
                        .isEqualTo(nobody);
            }
            assertThat(new AccessDecision(new Not(rule)).decide(TestSubject.NOBODY))
                    .as("%s, seed %s", rule, seed)
                    .isEqualTo(nobody.negated());
        }
    }

    private static AccessRule rule(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 9);
        return switch (kind) {
            case 0 -> new Group(random.nextBoolean() ? "gold" : "iron");
            case 1 -> new Scope(random.nextBoolean() ? "orders:read" : "orders:write");
            case 2 -> new Claim(random.nextBoolean() ? "dept" : "absent", "sales");
            case 3 -> new Method(List.of(random.nextBoolean() ? "GET" : "POST"));
            case 4 -> new Authenticated();
            case 5 -> CEL.get(random.nextInt(CEL.size()));
            case 6 -> new Not(rule(random, depth - 1));
            case 7 -> new AllOf(List.of(rule(random, depth - 1), rule(random, depth - 1)));
            default -> new AnyOf(List.of(rule(random, depth - 1), rule(random, depth - 1)));
        };
    }

    static Stream<Arguments> scopes() {
        Scope read = new Scope("orders:read");
        Scope write = new Scope("orders:write");
        Scope admin = new Scope("orders:admin");
        AccessRule both = new AllOf(List.of(write, admin));
        return Stream.of(
                needs(write, Set.of("orders:write"), "the one that is missing"),
                needs(
                        new AllOf(List.of(read, write)),
                        Set.of("orders:read", "orders:write"),
                        "all, for a token that has all"),
                needs(new AnyOf(List.of(both, write)), Set.of("orders:write"), "the least of the alternatives"),
                needs(new AnyOf(List.of(NO, write)), Set.of("orders:write"), "the alternative that scopes open"),
                needs(new AllOf(List.of(YES, write)), Set.of("orders:write"), "the rest holds"),
                needs(new AllOf(List.of(NO, write)), Set.of(), "the rest does not"),
                needs(new AllOf(List.of(UNKNOWN, write)), Set.of(), "nor does what is not known"),
                needs(new AllOf(List.of(new Not(read), write)), Set.of(), "a scope that is too many"),
                needs(NO, Set.of(), "scopes do not matter"),
                needs(new AllOf(List.of()), Set.of(), "nothing would help"));
    }

    private static Arguments needs(AccessRule rule, Set<String> needed, String reason) {
        return Arguments.of(rule, needed, reason);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("scopes")
    void theScopesThatWouldHelpAreNamedAndHelp(AccessRule rule, Set<String> needed, String reason) {
        AccessDecision decision = new AccessDecision(rule);
        TestSubject acme = TestSubject.acme();
        assertThat(decision.decide(acme)).isNotEqualTo(Truth.YES);
        assertThat(decision.neededScopes(acme)).as(reason).isEqualTo(needed);
        if (!needed.isEmpty()) {
            assertThat(decision.decide(acme.with(needed))).isEqualTo(Truth.YES);
        }
    }
}
