package io.weir.node.filter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One operation between SOAP and JSON, both ways, over real sockets. */
@ExtendWith(NoLeaks.class)
final class SoapOnTheWireTest {
    private static final String NS_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String NS_1_2 = "http://www.w3.org/2003/05/soap-envelope";

    private static TestGateway gateway(TestBackend backend, String soap, String more) {
        return TestGateway.start(Documents.to(backend)
                .route("policies: [prices]")
                .more("policies: [{ name: prices, transform: { soap: { namespace: \"urn:shop\", operation: GetPrice"
                        + soap + " }" + more + " } }]")
                .toString());
    }

    private static String answer(int status, String type, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
    }

    private static String envelope(String namespace, String body) {
        return "<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"" + namespace + "\"><e:Body>" + body
                + "</e:Body></e:Envelope>";
    }

    private static WireMessage post(TestGateway gateway, String type, String body, String fields) {
        try (WireClient client = gateway.client()) {
            return client.send("POST /prices HTTP/1.1\r\nHost: a.example\r\nContent-Type: " + type
                            + "\r\nContent-Length: " + body.length() + "\r\n" + fields + "\r\n" + body)
                    .answer();
        }
    }

    @Test
    void aClientOfJsonCallsABackendOfSoap11() {
        String price = "<p:GetPriceResponse xmlns:p=\"urn:shop\"><p:price currency=\"EUR\">9.50</p:price>"
                + "<p:line>a</p:line><p:line>b</p:line></p:GetPriceResponse>";
        try (TestBackend backend = TestBackend.answering(request -> answer(200, "text/xml", envelope(NS_1_1, price)));
                TestGateway gateway = gateway(backend, ", action: \"urn:shop:GetPrice\", header: { Tenant: t1 }", "")) {
            WireMessage answer = post(gateway, "application/json", "{\"item\":\"a&b\",\"count\":2}", "");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Content-Type")).contains("application/json");
            assertThat(answer.body())
                    .isEqualTo("{\"price\":{\"@currency\":\"EUR\",\"#text\":9.50},\"line\":[\"a\",\"b\"]}");
            WireMessage asked = backend.request();
            assertThat(asked.field("SOAPAction")).contains("\"urn:shop:GetPrice\"");
            assertThat(asked.field("Content-Type")).contains("text/xml; charset=utf-8");
            assertThat(asked.field("Accept")).contains("text/xml");
            assertThat(asked.body())
                    .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope xmlns:soap=\"" + NS_1_1
                            + "\"><soap:Header xmlns:m=\"urn:shop\"><m:Tenant>t1</m:Tenant></soap:Header><soap:Body>"
                            + "<GetPrice xmlns=\"urn:shop\"><item>a&amp;b</item><count>2</count></GetPrice>"
                            + "</soap:Body></soap:Envelope>");
        }
    }

    @Test
    void aClientOfJsonCallsABackendOfSoap12() {
        try (TestBackend backend = TestBackend.answering(request ->
                        answer(200, "application/soap+xml", envelope(NS_1_2, "<Price xmlns=\"urn:shop\"/>")));
                TestGateway gateway = gateway(
                        backend,
                        ", version: \"1.2\", action: \"urn:shop:GetPrice\", answer: Price, qualified: false",
                        "")) {
            WireMessage answer = post(gateway, "application/json", "{\"item\":\"a\"}", "");
            assertThat(answer.body()).isEqualTo("{}");
            WireMessage asked = backend.request();
            assertThat(asked.field("SOAPAction")).isEmpty();
            assertThat(asked.field("Content-Type"))
                    .contains("application/soap+xml; charset=utf-8; action=\"urn:shop:GetPrice\"");
            assertThat(asked.body()).contains("<m:GetPrice xmlns:m=\"urn:shop\"><item>a</item></m:GetPrice>", NS_1_2);
        }
    }

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        1.1 | <e:Fault><faultcode>e:Client.Item</faultcode><faultstring>No such item</faultstring><detail><d>7</d></detail></e:Fault> | 400 | {"code":"Client","detail":{"d":7}} | the client's
        1.1 | <e:Fault><faultcode>e:Server</faultcode><faultstring>No such item</faultstring></e:Fault>                               | 502 | {"code":"Server"}                  | the server's
        1.2 | <e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang="en">No such item</e:Text></e:Reason></e:Fault>   | 400 | {"code":"Sender"}   | the sender's
        1.2 | <e:Fault><e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">No such item</e:Text></e:Reason></e:Fault> | 502 | {"code":"Receiver"} | the receiver's
        """)
    void aFaultOfABackendIsAProblem(String version, String fault, int status, String json, String reason) {
        boolean first = version.equals("1.1");
        String type = first ? "text/xml" : "application/soap+xml";
        try (TestBackend backend =
                        TestBackend.answering(request -> answer(500, type, envelope(first ? NS_1_1 : NS_1_2, fault)));
                TestGateway gateway = gateway(backend, ", version: \"" + version + '"', "")) {
            WireMessage answer = post(gateway, "application/json", "{}", "");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.field("Content-Type")).contains("application/problem+json");
            assertThat(answer.body())
                    .contains("urn:weir:problem:soap-fault", "\"detail\":\"No such item\"", "\"fault\":" + json);
        }
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        <a/>                                                                   | text/xml | 502 | no envelope
        <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope> | text/xml | 502 | another version
        <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><b/></e:Body></e:Envelope> | text/xml | 502 | another answer
        <!DOCTYPE a><a/>                                                       | text/xml | 502 | a document type
        """)
    void anAnswerThatIsNotTheOperationsIsABadGateway(String body, String type, int status, String reason) {
        try (TestBackend backend = TestBackend.answering(request -> answer(200, type, body));
                TestGateway gateway = gateway(backend, "", "")) {
            WireMessage answer = post(gateway, "application/json", "{}", "");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.body()).contains("urn:weir:problem:bad-answer");
        }
    }

    @ParameterizedTest(name = "qualified: {0}")
    @CsvSource({"true", "false"})
    void noMemberMovesTheOperationIntoAnotherNamespaceOrOutOfItsElement(boolean qualified) {
        try (TestBackend backend = TestBackend.answering(
                        request -> answer(200, "text/xml", envelope(NS_1_1, "<GetPriceResponse/>")));
                TestGateway gateway = gateway(backend, ", qualified: " + qualified, "")) {
            String json = "{\"@xmlns\":\"urn:evil\",\"@xmlns:m\":\"urn:evil\",\"@xmlns:soap\":\"urn:evil\","
                    + "\"a></GetPrice><b\":\"</a>\"}";
            assertThat(post(gateway, "application/json", json, "").status()).isEqualTo(200);
            String asked = backend.request().body();
            assertThat(asked).contains(qualified ? "<GetPrice " : "<m:GetPrice ");
            assertThat(asked).contains((qualified ? "xmlns" : "xmlns:m") + "=\"urn:shop\"");
            assertThat(asked).doesNotContain("</a>", "<b").endsWith("</soap:Body></soap:Envelope>");
        }
    }

    @Test
    void onlyPostAndJsonAreTaken() {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, "", "")) {
            assertThat(post(gateway, "text/plain", "a", "").status()).isEqualTo(415);
            assertThat(post(gateway, "application/json", "[1]", "").status()).isEqualTo(422);
            assertThat(post(gateway, "application/json", "{", "").status()).isEqualTo(400);
            try (WireClient client = gateway.client()) {
                WireMessage answer = client.get("/prices");
                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.field("Allow")).contains("POST");
            }
            assertThat(backend.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1.1, text/xml", "1.2, application/soap+xml"})
    void aClientOfSoapCallsABackendOfJson(String version, String type) {
        String namespace = version.equals("1.1") ? NS_1_1 : NS_1_2;
        try (TestBackend backend = TestBackend.answering(
                        request -> answer(200, "application/json", "{\"price\":9.5,\"to\":null}"));
                TestGateway gateway = gateway(backend, ", side: client, version: \"" + version + '"', "")) {
            String call = envelope(namespace, "<s:GetPrice xmlns:s=\"urn:shop\"><s:item>a</s:item></s:GetPrice>");
            WireMessage answer = post(gateway, type, call, "SOAPAction: \"x\"\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Content-Type").orElse("")).startsWith(type);
            assertThat(answer.body())
                    .contains(
                            "<soap:Body><GetPriceResponse xmlns=\"urn:shop\"><price>9.5</price><to xsi:nil=\"true\"/>"
                                    + "</GetPriceResponse></soap:Body>",
                            namespace);
            WireMessage asked = backend.request();
            assertThat(asked.body()).isEqualTo("{\"item\":\"a\"}");
            assertThat(asked.field("SOAPAction")).isEmpty();
            assertThat(asked.field("Content-Type")).contains("application/json");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "1.1, 404, 500, soap:Client",
        "1.1, 503, 500, soap:Server",
        "1.2, 404, 400, soap:Sender",
        "1.2, 503, 500, soap:Receiver"
    })
    void anErrorOfABackendIsAFault(String version, int status, int told, String code) {
        boolean first = version.equals("1.1");
        try (TestBackend backend = TestBackend.answering(request ->
                        answer(status, "application/problem+json", "{\"title\":\"No\",\"detail\":\"at all\"}"));
                TestGateway gateway = gateway(backend, ", side: client, version: \"" + version + '"', "")) {
            String call = envelope(first ? NS_1_1 : NS_1_2, "<GetPrice xmlns=\"urn:shop\"/>");
            WireMessage answer = post(gateway, first ? "text/xml" : "application/soap+xml", call, "");
            assertThat(answer.status()).isEqualTo(told);
            assertThat(answer.body())
                    .contains(code, "No: at all", "<problem xmlns=\"urn:ietf:rfc:7807\"><title>No</title>");
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        <e:Body><Other xmlns="urn:shop"/></e:Body>        | soap:Client         | another operation
        <e:Body><GetPrice xmlns="urn:other"/></e:Body>    | soap:Client         | another namespace
        <e:Body><a/><b/></e:Body>                         | soap:Client         | two elements
        <e:Header/>                                       | soap:Client         | no body
        <e:Header><h xmlns="urn:h" e:mustUnderstand="1"/></e:Header><e:Body><GetPrice xmlns="urn:shop"/></e:Body> | soap:MustUnderstand | a header that is not known here
        """)
    void aMessageThatIsNotTheOperationsIsAFault(String inside, String code, String reason) {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, ", side: client", "")) {
            String call = "<e:Envelope xmlns:e=\"" + NS_1_1 + "\">" + inside + "</e:Envelope>";
            WireMessage answer = post(gateway, "text/xml", call, "");
            assertThat(answer.status()).as(reason).isEqualTo(500);
            assertThat(answer.field("Content-Type")).contains("text/xml; charset=utf-8");
            assertThat(answer.body()).contains("<faultcode>" + code + "</faultcode>");
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutABodyIsAnEmptyMessage() {
        try (TestBackend backend = TestBackend.answering(request -> "HTTP/1.1 204 No Content\r\n\r\n");
                TestGateway gateway = gateway(backend, ", side: client", "")) {
            WireMessage answer = post(gateway, "text/xml", envelope(NS_1_1, "<GetPrice xmlns=\"urn:shop\"/>"), "");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("<GetPriceResponse xmlns=\"urn:shop\"/>");
        }
    }
}
