package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.GrpcBackend;
import io.weir.node.testkit.RawCalls;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireMessage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page in a real browser, where the machine has Chromium: WebSocket, server-sent events and gRPC-Web at once. */
final class BrowserOnTheWireTest {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    /** Tells {@code /done} what it saw. */
    private static final String PAGE =
            """
            <!doctype html><meta charset="utf-8"><title>Weir</title><script>
            const socket = new Promise((done, failed) => {
              const all = [];
              const ws = new WebSocket(location.origin.replace('http', 'ws') + '/socket');
              ws.onopen = () => ws.send('one');
              ws.onmessage = said => { all.push(said.data); all.length < 2 ? ws.send('two') : ws.close(1000, 'enough'); };
              ws.onclose = end => done(all.join('+') + ':' + end.code);
              ws.onerror = () => failed(new Error('socket'));
            });
            const events = new Promise(done => {
              const all = [];
              const source = new EventSource('/events');
              source.onmessage = event => { all.push(event.data); if (all.length === 2) { source.close(); done(all.join('+')); } };
            });
            async function call() {
              const answer = await fetch('/demo.Echo/Unary', {
                method: 'POST', headers: { 'content-type': 'application/grpc-web+proto', 'x-grpc-web': '1' },
                body: new Uint8Array([0, 0, 0, 0, 2, 104, 105]) });
              const bytes = new Uint8Array(await answer.arrayBuffer());
              const length = bytes[4];
              const trailers = new TextDecoder().decode(bytes.slice(10 + length));
              return new TextDecoder().decode(bytes.slice(5, 5 + length)) + ':' + /grpc-status: ?([0-9]+)/.exec(trailers)[1];
            }
            Promise.all([socket, events, call()]).then(
              all => fetch('/done?' + all.map(encodeURIComponent).join('&')),
              error => fetch('/done?' + encodeURIComponent(String(error))));
            </script>
            """;

    @TempDir
    Path folder;

    private static String browser() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    private static String answer(WireMessage request) {
        return request.start().contains("/page")
                ? "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + PAGE.length() + "\r\n\r\n" + PAGE
                : TestBackend.ok("");
    }

    private static void events(TestBackend.Connection connection) throws IOException {
        connection.request();
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.write("9\r\ndata: 1\n\n\r\n");
        connection.write("9\r\ndata: 2\n\n\r\n");
        connection.head(); // until the page has closed it
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"http", "https"})
    void aPageSpeaksAllThatPagesSpeak(String scheme) throws Exception {
        assumeFalse(browser().isEmpty(), "no Chromium on this machine");
        TestCertificates certificates = new TestCertificates()
                .put(
                        "own",
                        TestCa.root("Pages")
                                .leaf("localhost")
                                .hosts("localhost")
                                .issue());
        try (TestBackend pages = TestBackend.answering(BrowserOnTheWireTest::answer);
                TestBackend sockets = WebSocketBackend.echo();
                TestBackend events = TestBackend.playing(BrowserOnTheWireTest::events);
                GrpcBackend calls = new GrpcBackend(text -> "said " + text);
                TestGateway gateway = TestGateway.start(
                        certificates.ports(TlsEngine.best(), TicketKeys.OWN),
                        document(scheme, pages, sockets, events, calls))) {
            Process browser =
                    open(scheme + "://localhost:" + gateway.address("public").getPort() + "/page");
            try {
                Await.until(
                        () -> "asked for: " + asked(pages), () -> asked(pages).contains("/done?"));
            } finally {
                end(browser);
            }
            assertThat(asked(pages)).contains("/done?one%2Btwo%3A1000&1%2B2&said%20hi%3A0");
        }
    }

    /** With its children, which write into the folder that is going to be deleted. */
    private static void end(Process browser) {
        List<ProcessHandle> all = Stream.concat(browser.descendants(), Stream.of(browser.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    private static String asked(TestBackend pages) {
        return pages.requests().toString();
    }

    private static String document(
            String scheme, TestBackend pages, TestBackend sockets, TestBackend events, GrpcBackend calls) {
        Documents document = Documents.to(pages)
                .more(
                        """
                          - { name: socket, match: { path: /socket }, to: sockets }
                          - { name: events, match: { path: /events }, to: events }
                          - { name: calls, match: { path: /%s/** }, to: calls, policies: [web] }
                        policies:
                          - { name: web, grpc-web: {} }
                        """
                                .formatted(RawCalls.SERVICE));
        String text = (scheme.equals("https") ? document.tls("", "own") : document).toString();
        return text.replace(
                "routes:",
                """
                  - { name: sockets, endpoints: ["%s"] }
                  - { name: events, endpoints: ["%s"] }
                  - { name: calls, protocol: h2, endpoints: ["%s"] }
                routes:"""
                        .formatted(sockets.address(), events.address(), calls.address()));
    }

    private Process open(String url) throws IOException {
        return new ProcessBuilder(
                        browser(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--ignore-certificate-errors",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.out").toFile())
                .start();
    }
}
