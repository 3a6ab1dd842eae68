package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser can be made to send by a page from elsewhere does nothing. */
class OwnHostsTest {
    private static final String DRAIN = "/v1/upstreams/orders/endpoints/127.0.0.1:9001/drain";

    private final FakeNode node = new FakeNode();
    private AdminClient admin;

    @BeforeEach
    void start() {
        AdminListening plain = AdminListening.plain(new HostPort("127.0.0.1", 0), AdminToken.of(AdminClient.TOKEN));
        admin = AdminClient.of(
                node,
                new AdminListening(
                        plain.address(),
                        plain.token(),
                        List.of("Admin.Example.com"),
                        Optional.empty(),
                        plain.clients(),
                        false));
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource({
        "localhost, 200, loopback",
        "LOCALHOST:8180, 200, loopback with a port",
        "127.0.0.1, 200, loopback",
        "[::1]:8180, 200, loopback",
        "admin.example.com, 200, configured",
        "ADMIN.example.com.:99, 200, configured and absolute",
        "evil.example.com, 421, a name that was bound to this address",
        "admin.example.com.evil.example, 421, begins like one of its own",
        "xadmin.example.com, 421, ends like one of its own",
        "127.0.0.1.evil.example, 421, begins like its address",
        "10.0.0.1, 421, another address",
        "[::2], 421, another address",
        "2130706433, 421, its address as one number",
        "0x7f.1, 421, its address in a form that no client sends",
    })
    void onlyItsOwnNamesAreAnswered(String host, int status, String why) throws Exception {
        assertThat(status(ask("GET", "/v1/cluster", "Host: " + host))).as(why).isEqualTo(status);
        assertThat(status(ask("POST", DRAIN, "Host: " + host))).as(why).isEqualTo(status);
    }

    @Test
    void healthIsAnsweredUnderAnyNameForProbes() throws Exception {
        assertThat(status(ask("GET", "/health/ready", "Host: weir-0.weir.default.svc")))
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Nothing: 1 | 200 | no browser",
                "Origin: http://admin.example.com:8180 | 200 | its own page",
                "Origin: HTTP://ADMIN.example.com:8180 | 200 | neither schemes nor hosts have a case",
                "Sec-Fetch-Site: same-origin | 200 | its own page",
                "Sec-Fetch-Site: none | 200 | the user himself",
                "Origin: http://evil.example.com | 403 | another site",
                "Origin: http://admin.example.com | 403 | another port",
                "Origin: https://admin.example.com:8180 | 403 | another scheme",
                "Origin: http://admin.example.com:8180.evil.example | 403 | begins like it",
                "Origin: null | 403 | a page without an origin",
                "Origin: %%% | 403 | nonsense",
                "Sec-Fetch-Site: cross-site | 403 | another site",
                "Sec-Fetch-Site: same-site | 403 | a neighbour",
            })
    void aChangeIsOnlyTakenFromItsOwnPages(String field, int status, String why) throws Exception {
        String answer = ask("POST", DRAIN, "Host: admin.example.com:8180\r\n" + field);
        assertThat(status(answer)).as(why).isEqualTo(status);
        assertThat(node.drained.isEmpty()).as(why).isEqualTo(status != 200);
        assertThat(status(ask("GET", "/v1/cluster", "Host: admin.example.com:8180\r\n" + field)))
                .as("reading needs the token, which no page has")
                .isEqualTo(200);
    }

    @Test
    void aCookieIsNoCredential() throws Exception {
        String cookie = "Cookie: token=" + AdminClient.TOKEN + "; Authorization=Bearer " + AdminClient.TOKEN;
        assertThat(status(raw("GET /v1/cluster HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n")))
                .isEqualTo(401);
    }

    private String ask(String method, String path, String fields) throws IOException {
        return raw(method + " " + path + " HTTP/1.1\r\n" + fields + "\r\nContent-Length: 0\r\nAuthorization: Bearer "
                + AdminClient.TOKEN + "\r\n");
    }

    private String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", admin.address().port())) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }
}
