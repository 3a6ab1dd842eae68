package io.weir.node.decide.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.TestHead;
import io.weir.node.testkit.WireMessage;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.RequestParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What components of a request are, with the examples of RFC 9421 §2. */
final class SignedRequestTest {
    private static final String FIELDS = WireMessage.lines(
            "Host: www.example.com:443",
            "X-Ows-Header:   Leading and trailing whitespace.   ",
            "Cache-Control: max-age=60",
            "Cache-Control:    must-revalidate",
            "X-Empty-Header:",
            "Example-Dict:  a=1,    b=2;x=1;y=2,   c=(a   b   c), d",
            "Priority:  u=1 ,  i",
            "Client-Cert-Chain: :AQID: , :BAUG:",
            "Cache-Status: a;hit , b;fwd=miss",
            "Example-Header: value, with, lots",
            "Example-Header: of, commas");

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '^',
            nullValues = "none",
            value = {
                "\"@method\"         ! /path                 ! GET ! its method",
                "\"@target-uri\"     ! /path?param=value     ! https://www.example.com/path?param=value ! all of it, without the usual port",
                "\"@target-uri\"     ! /path?                ! https://www.example.com/path? ! as it was sent",
                "\"@authority\"      ! /path                 ! www.example.com ! without the usual port",
                "\"@scheme\"         ! /path                 ! https ! of the client's connection",
                "\"@request-target\" ! /path?param=value     ! /path?param=value ! as it was sent",
                "\"@path\"           ! /path?param=value     ! /path ! without the query",
                "\"@query\"          ! /path?param=value&foo=bar&baz=batman ! ?param=value&foo=bar&baz=batman ! with the mark",
                "\"@query\"          ! /path?queryString     ! ?queryString ! it need not have parameters",
                "\"@query\"          ! /path                 ! ? ! an absent one is an empty one",
                "\"@query-param\";name=\"baz\"   ! /path?param=value&foo=bar&baz=batman&qux= ! batman ! one parameter",
                "\"@query-param\";name=\"qux\"   ! /path?param=value&foo=bar&baz=batman&qux= ! ^^ ! an empty one",
                "\"@query-param\";name=\"var\"   ! /p?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace ! this%20is%20a%20big%0Amultiline%20value ! encoded anew",
                "\"@query-param\";name=\"bar\"   ! /p?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace ! with%20plus%20whitespace ! a plus is a space",
                "\"@query-param\";name=\"fa%C3%A7ade%22%3A%20\" ! /p?fa%C3%A7ade%22%3A%20=something ! something ! the name is encoded, too",
                "\"@query-param\";name=\"baz\"   ! /path?baz=a&baz=b    ! none ! one that is there twice is none",
                "\"@query-param\";name=\"baz\"   ! /path?b%61z=a&baz=b  ! none ! nor is one that is there twice in two spellings",
                "\"@query-param\";name=\"nope\"  ! /path?baz=a          ! none ! none at all",
                "\"x-ows-header\"    ! /                     ! Leading and trailing whitespace. ! without white space around it",
                "\"cache-control\"   ! /                     ! max-age=60, must-revalidate ! all lines",
                "\"x-empty-header\"  ! /                     ! ^^ ! an empty one",
                "\"example-dict\"    ! /                     ! a=1,    b=2;x=1;y=2,   c=(a   b   c), d ! as it is within",
                "\"priority\";sf     ! /                     ! u=1, i ! written anew",
                "\"client-cert-chain\";sf ! /                ! :AQID:, :BAUG: ! a list",
                "\"cache-status\";sf ! /                     ! a;hit, b;fwd=miss ! with parameters",
                "\"example-dict\";sf ! /                     ! none ! what type it has is not known",
                "\"example-dict\";key=\"a\" ! /              ! 1 ! a member",
                "\"example-dict\";key=\"b\" ! /              ! 2;x=1;y=2 ! with its parameters",
                "\"example-dict\";key=\"c\" ! /              ! (a b c) ! written anew",
                "\"example-dict\";key=\"d\" ! /              ! ?1 ! true",
                "\"example-dict\";key=\"e\" ! /              ! none ! no such member",
                "\"cache-control\";key=\"max-age\" ! /       ! 60 ! the lines together are a dictionary",
                "\"x-ows-header\";key=\"a\" ! /              ! none ! no dictionary",
                "\"example-header\";bs ! /                   ! :dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==: ! each line for itself",
                "\"absent\"          ! /                     ! none ! no such field",
                "\"absent\";bs       ! /                     ! none ! no such field",
            })
    void aComponentHasAValue(String identifier, String target, String expected, String reason) {
        SignedRequest request = new SignedRequest(TestHead.of("GET " + target + " HTTP/1.1\r\n" + FIELDS), true);
        SignatureInput input = one("a=(" + identifier + ");created=1");
        byte[] base = SignatureBase.of(input, request);
        String text = base == null ? null : new String(base, StandardCharsets.ISO_8859_1);
        String whole = expected == null
                ? null
                : identifier + ": " + expected + "\n\"@signature-params\": (" + identifier + ");created=1";
        assertThat(text).as(reason).isEqualTo(whole);
    }

    @ParameterizedTest(name = "{0}, TLS {1}: {2}")
    @CsvSource({
        "example.com,      false, example.com",
        "example.com:80,   false, example.com",
        "example.com:443,  true,  example.com",
        "example.com:443,  false, example.com:443",
        "example.com:80,   true,  example.com:80",
        "example.com:8080, false, example.com:8080",
        "[::1]:8080,       false, [::1]:8080",
        "[::1]:80,         false, [::1]",
    })
    void theAuthorityHasThePortUnlessItIsTheUsualOne(String host, boolean secure, String expected) {
        SignedRequest request = new SignedRequest(TestHead.of("GET / HTTP/1.1\r\nHost: " + host + "\r\n"), secure);
        assertThat(request.value(
                        one("a=(\"@authority\");created=1").components().get(0)))
                .isEqualTo(expected);
    }

    /** Else somebody could send what was signed for one host to another, by a target that overrules the field. */
    @ParameterizedTest(name = "{0}, Host {1}: {2}")
    @CsvSource({
        "/a,                     api.example.com,    true,  the field is all there is",
        "http://api.example.com/a, api.example.com,  true,  both say the same",
        "http://API.example.com/a, Api.example.com,  true,  in any case",
        "http://admin.example.com/a, api.example.com, false, the target counts",
        "http://api.example.com:8443/a, api.example.com, false, another port",
    })
    void aHostFieldThatTheTargetOverrulesIsNotSigned(String target, String host, boolean signed, String reason) {
        SignedRequest request = new SignedRequest(parsed("GET " + target, "Host: " + host), false);
        for (String component : List.of("\"host\"", "\"host\";bs")) {
            byte[] base = SignatureBase.of(one("a=(" + component + ");created=1"), request);
            assertThat(base != null).as(reason).isEqualTo(signed);
        }
        HmacInput hmac = new HmacInput("key", "hmac-sha256", List.of("host"), new byte[0]);
        assertThat(hmac.base(request) != null).as(reason).isEqualTo(signed);
    }

    private static ParsedRequest parsed(String request, String field) {
        byte[] text = (request + " HTTP/1.1\r\n" + field + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        ParsedRequest head = new ParsedRequest(text.length);
        RequestParser parser = new RequestParser(head);
        System.arraycopy(text, 0, parser.buffer(), 0, text.length);
        parser.added(text.length);
        assertThat(parser.parse(1000, 10)).isEqualTo(RequestParser.Progress.DONE);
        return head;
    }

    private static SignatureInput one(String input) {
        SignatureInput.Reading reading = SignatureInput.read(input, "a=:AAAA:", "", "");
        assertThat(reading).as(input).isInstanceOf(SignatureInput.Reading.Some.class);
        return ((SignatureInput.Reading.Some) reading).found().get(0);
    }
}
