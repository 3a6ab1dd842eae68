package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.TcpEnd;
import io.weir.protocol.http.Method;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLineTest {
    private static final long TIME = Instant.parse("2026-11-01T12:34:56.789Z").toEpochMilli();

    private final AccessLine line = new AccessLine();

    @Test
    void anExchangeIsOneLineWithWhatIsKnownOfIt() {
        SampleExchange exchange = new SampleExchange()
                .on(SampleExchange.route(0, "shop/v1"))
                .at(SampleExchange.endpoint(new EndpointStatuses(), "orders", "10.0.0.1:80"));
        exchange.consumer = new ConsumerPlan("acme", Set.of(), new byte[0]);
        exchange.retries = 1;
        assertThat(written(exchange))
                .isEqualTo("{\"time\":\"2026-11-01T12:34:56.789Z\",\"listener\":\"public\","
                        + "\"client\":\"10.0.0.7\",\"method\":\"GET\",\"host\":\"api.example.com\",\"path\":\"/orders/7\",\"protocol\":\"http/1.1\","
                        + "\"route\":\"shop/v1\",\"upstream\":\"orders\",\"endpoint\":\"10.0.0.1:80\",\"consumer\":\"acme\","
                        + "\"status\":200,\"requestId\":\"0123456789abcdef\",\"durationMicros\":2000,\"upstreamMicros\":1500,"
                        + "\"bytesIn\":10,\"bytesOut\":297,\"retries\":1}\n");
    }

    @Test
    void whatAnExchangeDoesNotHaveIsLeftOut() {
        SampleExchange exchange = new SampleExchange().answered(400, "malformed-request");
        exchange.head = null;
        exchange.startNanos = 0;
        assertThat(written(exchange))
                .isEqualTo("{\"time\":\"2026-11-01T12:34:56.789Z\",\"status\":400,"
                        + "\"problem\":\"malformed-request\",\"requestId\":\"0123456789abcdef\",\"bytesIn\":10,\"bytesOut\":297,"
                        + "\"retries\":0}\n");
    }

    @Test
    void aConnectionOfATcpListenerIsOneLineToo() {
        assertThat(written(new SampleTcp(TcpEnd.CLOSED, 1)))
                .isEqualTo("{\"time\":\"2026-11-01T12:34:56.789Z\",\"listener\":\"raw\",\"client\":\"192.0.2.7\","
                        + "\"tlsName\":\"db.example.com\",\"upstream\":\"orders\",\"endpoint\":\"10.0.0.1:80\","
                        + "\"end\":\"closed\",\"durationMicros\":5000,\"upstreamMicros\":1000,\"bytesIn\":10,"
                        + "\"bytesOut\":20,\"retries\":1}\n");
        assertThat(written(new SampleTcp(TcpEnd.CONNECT_FAILED, 0)))
                .contains("\"end\":\"connect-failed\",\"durationMicros\":5000,\"bytesIn\":10")
                .doesNotContain("tlsName");
    }

    private static String written(SampleTcp record) {
        JsonLine json = new TcpLine(new JsonLine()).of(record, TIME);
        return new String(json.bytes(), 0, json.length(), StandardCharsets.US_ASCII);
    }

    @Test
    void theQueryIsNotLogged() {
        SampleExchange exchange = new SampleExchange();
        exchange.head = new SampleHead(Method.GET, "h", "/a", "token=secret", new byte[4]);
        assertThat(written(exchange)).contains("\"path\":\"/a\"").doesNotContain("secret");
    }

    @Test
    void whateverBytesArriveTheLineIsOneJsonObjectInAscii() throws JsonProcessingException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(JsonLine.MOST_LONG)];
            random.nextBytes(bytes);
            String path = new String(bytes, StandardCharsets.ISO_8859_1);
            SampleExchange exchange = new SampleExchange();
            exchange.head = SampleHead.get(path);
            String text = written(exchange);
            assertThat(text.chars().limit(text.length() - 1).allMatch(c -> c >= 0x20 && c < 0x7f))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(json(text).get("path").asText()).as("seed %d", seed).isEqualTo(path);
        }
    }

    @Test
    void theLongestValuesFit() throws JsonProcessingException {
        String longest = "\u0001".repeat(100_000);
        SampleExchange exchange = new SampleExchange()
                .on(SampleExchange.route(0, longest))
                .at(SampleExchange.endpoint(new EndpointStatuses(), longest, longest))
                .answered(500, longest);
        exchange.consumer = new ConsumerPlan(longest, Set.of(), new byte[0]);
        exchange.requestId = longest.getBytes(StandardCharsets.US_ASCII);
        exchange.head = new SampleHead(Method.OTHER, longest, longest, longest, new byte[16]);
        JsonNode json = json(written(exchange));
        assertThat(json.get("path").asText()).hasSize(JsonLine.MOST_LONG);
        assertThat(json.get("host").asText()).hasSize(JsonLine.MOST_SHORT);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.255,192.168.1.255",
        "2001:db8:0:0:0:0:0:1,2001:db8::1",
        "0:0:0:0:0:0:0:1,::1",
        "0:0:0:0:0:0:0:0,::",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
        "fe80:0:0:0:1:2ab:0:0,fe80::1:2ab:0:0",
        "1:2:3:4:5:6:0:0,1:2:3:4:5:6::",
    })
    void addressesAreWrittenAsRfc5952Says(String address, String text) throws UnknownHostException {
        SampleExchange exchange = new SampleExchange();
        exchange.head = new SampleHead(
                Method.GET, "h", "/", "", InetAddress.getByName(address).getAddress());
        assertThat(written(exchange)).contains("\"client\":\"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-31T23:59:59.999Z", "2028-02-29T00:00:00.000Z", "2027-01-01T00:00:00.001Z"})
    void timesAreInUtcWithMilliseconds(String time) {
        line.of(new SampleExchange(), TIME);
        assertThat(text(line.of(new SampleExchange(), Instant.parse(time).toEpochMilli())))
                .startsWith("{\"time\":\"" + time + "\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 1234567890123L, Long.MAX_VALUE, -17})
    void numbersAreWritten(long number) {
        JsonLine json = new JsonLine();
        json.number(number);
        assertThat(text(json)).isEqualTo(Long.toString(number));
    }

    private String written(SampleExchange exchange) {
        return text(line.of(exchange, TIME));
    }

    private static String text(JsonLine json) {
        return new String(json.bytes(), 0, json.length(), StandardCharsets.ISO_8859_1);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
