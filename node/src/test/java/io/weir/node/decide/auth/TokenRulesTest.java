package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.auth.TokenVerdict.Bad;
import io.weir.node.decide.auth.TokenVerdict.Good;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRulesTest {
    private static final TokenRules RULES =
            new TokenRules("https://id", Set.of("orders", "stock"), Map.of("tenant", "a"), 30, 0, "at+jwt");

    private static Map<String, Object> claims() {
        return new HashMap<>(Map.of("iss", "https://id", "aud", "orders", "tenant", "a", "exp", 1000));
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    @ParameterizedTest(name = "{0}={1}: {2}, {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "iss    | https://id/        | ISSUER   | a slash makes another issuer",
                "iss    | HTTPS://ID         | ISSUER   | case counts",
                "aud    | others             | AUDIENCE | for somebody else",
                "aud    | orders stock       | AUDIENCE | one text is one audience",
                "tenant | b                  | CLAIM    | a claim that is asked for is another",
                "exp    | soon               | TIME     | no number",
                "nbf    | later              | TIME     | no number",
                "iat    | now                | TIME     | no number",
            })
    void aTokenThatIsNotForUsIsBad(String claim, String value, TokenVerdict.Flaw flaw, String reason) {
        assertThat(RULES.judge("at+jwt", with(claim, value))).as(reason).isEqualTo(new Bad(flaw));
    }

    @Test
    void whatIsMissingOrOfAnotherKindIsBad() {
        for (String name : List.of("iss", "aud", "tenant")) {
            Map<String, Object> claims = claims();
            claims.remove(name);
            assertThat(RULES.judge("at+jwt", claims)).as("no " + name).isInstanceOf(Bad.class);
            for (Object odd :
                    List.of(7, true, List.of(), List.of(7), Map.of("orders", 1), List.of(List.of("orders")))) {
                assertThat(RULES.judge("at+jwt", with(name, odd)))
                        .as(name + " " + odd)
                        .isInstanceOf(Bad.class);
            }
        }
        assertThat(RULES.judge("JWT", claims())).isEqualTo(new Bad(TokenVerdict.Flaw.TYPE));
        assertThat(RULES.judge("", claims())).isEqualTo(new Bad(TokenVerdict.Flaw.TYPE));
        Map<String, Object> endless = claims();
        endless.remove("exp");
        assertThat(RULES.judge("at+jwt", endless)).isEqualTo(new Bad(TokenVerdict.Flaw.ENDLESS));
    }

    @Test
    void oneOfSeveralAudiencesAndValuesIsEnoughAndTypesHaveALongForm() {
        assertThat(RULES.judge("at+jwt", with("aud", List.of("others", "stock"))))
                .isInstanceOf(Good.class);
        assertThat(RULES.judge("at+jwt", with("tenant", List.of("b", "a")))).isInstanceOf(Good.class);
        assertThat(RULES.judge("application/AT+JWT", claims())).isInstanceOf(Good.class);
    }

    @ParameterizedTest(name = "nbf {0} iat {1} exp {2} at {3}: {4}, {5}")
    @CsvSource(
            delimiter = '|',
            value = {
                "   |     | 1000   | 1029 | true  | leeway after its end",
                "   |     | 1000   | 1030 | false | on its end it is over (RFC 7519 §4.1.4)",
                "900|     | 1000   | 870  | true  | leeway before its beginning",
                "900|     | 1000   | 869  | false | not yet",
                "   | 950 | 1000   | 919  | false | issued in the future",
                "   | 950 | 1000   | 920  | true  | issued by a clock that is ahead",
                "   |     | 1000.9 | 1029 | true  | fractions are allowed",
                "   |     | 1e300  | 5    | true  | as far away as can be",
                "   |     | -1e300 | 5    | false | as long ago as can be",
                "-5 |     | 1000   | 5    | true  | before 1970",
            })
    void aTokenHoldsBetweenItsTimes(Double nbf, Double iat, double exp, long now, boolean holds, String reason) {
        Map<String, Object> claims = with("exp", exp);
        if (nbf != null) {
            claims.put("nbf", nbf);
        }
        if (iat != null) {
            claims.put("iat", iat);
        }
        assertThat(RULES.judge("at+jwt", claims))
                .isInstanceOfSatisfying(
                        Good.class,
                        good -> assertThat(good.holdsAt(now)).as(reason).isEqualTo(holds));
    }

    @Test
    void anAgeEndsATokenEarlierAndNeedsToBeKnown() {
        TokenRules aged = new TokenRules("", Set.of(), Map.of(), 10, 100, "");
        assertThat(aged.judge("", Map.of("iat", 500, "exp", 9000))).isEqualTo(new Good(490, 610));
        assertThat(aged.judge("", Map.of("iat", 500, "exp", 550))).isEqualTo(new Good(490, 560));
        assertThat(aged.judge("", Map.of("iat", 500))).isEqualTo(new Good(490, 610));
        assertThat(aged.judge("", Map.of("exp", 550))).isEqualTo(new Bad(TokenVerdict.Flaw.ENDLESS));
    }

    @Test
    void claimsAreFoundByTheirNameThenByTheWayIntoNestedOnes() {
        Map<String, Object> claims = Map.of(
                "a.b", "whole", "a", Map.of("b", "nested", "roles", List.of("x", 7, "", "y")), "scope", "read  write");
        assertThat(Claims.text(claims, "a.b")).isEqualTo("whole");
        assertThat(Claims.words(claims, "a.roles")).containsExactly("x", "y");
        assertThat(Claims.words(claims, "scope")).containsExactly("read", "write");
        assertThat(Claims.text(claims, "a.c.d")).isEmpty();
        assertThat(Claims.text(claims, "a")).isEmpty();
        assertThat(Claims.words(claims, "scope.x")).isEmpty();
    }
}
