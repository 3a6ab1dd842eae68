package io.weir.node.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A browser: keeps cookies, asks for pages, goes where it is sent. */
public final class TestBrowser {
    private static final int MOST_HOPS = 10;

    private final Map<String, Cookie> cookies = new LinkedHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<URI> hops = new ArrayList<>();

    /** Of whatever host: tests have one. The JDK's own jar speaks RFC 2965, which no browser does. */
    public record Cookie(String name, String value, String path, Set<String> marks) {
        static Cookie read(String field) {
            String[] parts = field.split("; ");
            int equals = parts[0].indexOf('=');
            Set<String> marks = new LinkedHashSet<>(List.of(parts).subList(1, parts.length));
            String path = marks.stream()
                    .filter(mark -> mark.startsWith("Path="))
                    .map(mark -> mark.substring(5))
                    .findFirst()
                    .orElse("/");
            return new Cookie(parts[0].substring(0, equals), parts[0].substring(equals + 1), path, marks);
        }
    }

    /** Goes to a page, and on to where that sends it; answers the last page. */
    public HttpResponse<String> visit(String url) {
        hops.clear();
        HttpResponse<String> answer = step(url);
        for (int i = 0; i < MOST_HOPS && answer.statusCode() / 100 == 3; i++) {
            answer = step(answer.headers().firstValue("Location").orElseThrow());
        }
        return answer;
    }

    /** Goes to a page, and no further. */
    public HttpResponse<String> step(String url) {
        hops.add(URI.create(url));
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Sec-Fetch-Mode", "navigate"));
    }

    /** What a script in a page sends. */
    public HttpResponse<String> script(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Accept", "application/json"));
    }

    public HttpResponse<String> send(HttpRequest.Builder builder) {
        String path = builder.build().uri().getPath();
        String own = cookies.values().stream()
                .filter(cookie -> path.startsWith(cookie.path))
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
        HttpRequest request = (own.isEmpty() ? builder : builder.header("Cookie", own)).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String field) {
        Cookie cookie = Cookie.read(field);
        cookies.remove(cookie.name);
        if (!cookie.marks.contains("Max-Age=0")) {
            cookies.put(cookie.name, cookie);
        }
    }

    /** Where the last visit led. */
    public List<URI> hops() {
        return List.copyOf(hops);
    }

    public List<Cookie> cookies() {
        return List.copyOf(cookies.values());
    }

    /** Puts another value in a cookie's place. */
    public void replace(String name, String value) {
        cookies.computeIfPresent(name, (same, old) -> new Cookie(name, value, old.path, old.marks));
    }
}
