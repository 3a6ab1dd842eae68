package io.weir.config.model;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A policy about what pages of other origins may do with a route, through their visitors' browsers. */
public sealed interface BrowserPolicy extends Policy {
    /** Stands for everything in a list of origins, methods or fields. */
    List<String> ANY = List.of("*");

    /**
     * Who may read the answers (Fetch standard, CORS). Preflights are answered by the gateway.
     *
     * @param origins as browsers send them, also {@code null} and {@code https://*.example.com} (one label); or
     *     {@link #ANY}
     * @param methods what may be announced; or {@link #ANY}
     * @param headers request fields that may be announced; or {@link #ANY}
     * @param exposed fields of answers that pages may read; or {@link #ANY}
     * @param maxAge how long browsers keep the answer to a preflight
     * @param credentials whether browsers may send cookies, certificates and passwords along
     * @param privateNetwork whether pages from public networks may come to a private one
     */
    record Cors(
            String name,
            List<String> origins,
            List<String> methods,
            List<String> headers,
            List<String> exposed,
            Duration maxAge,
            boolean credentials,
            boolean privateNetwork)
            implements BrowserPolicy {
        /** What needs no preflight (Fetch: CORS-safelisted methods). */
        public static final List<String> METHODS = List.of("GET", "HEAD", "POST");

        public static final Duration MAX_AGE = Duration.ofMinutes(10);

        public Cors {
            origins = List.copyOf(origins);
            methods = List.copyOf(methods);
            headers = List.copyOf(headers);
            exposed = List.copyOf(exposed);
        }
    }

    /**
     * Whose pages may send what changes something (unsafe methods): those of the own origin and of these.
     *
     * @param origins as browsers send them, also {@code https://*.example.com} (one label)
     * @param require refuses a request about which no browser says where it comes from
     */
    record Csrf(String name, List<String> origins, boolean require) implements BrowserPolicy {
        public Csrf {
            origins = List.copyOf(origins);
        }
    }

    /**
     * Fields of answers that make browsers careful.
     *
     * @param values those that are said; {@code frame-ancestors} of {@code frames} come to the content security policy
     * @param frames which pages may show the answer in a frame: {@code off} (nothing is said), {@code deny}, or {@code
     *     same-origin} and origins
     * @param override replaces what the backend says; otherwise only says what it does not
     * @param remove fields that are taken out of the backend's answers
     */
    record SecurityHeaders(
            String name, Map<SecurityField, String> values, List<String> frames, boolean override, List<String> remove)
            implements BrowserPolicy {
        public static final List<String> REMOVED = List.of("Server", "X-Powered-By");

        public SecurityHeaders {
            Map<SecurityField, String> inOrder = new EnumMap<>(SecurityField.class);
            inOrder.putAll(values);
            values = Collections.unmodifiableMap(inOrder);
            frames = List.copyOf(frames);
            remove = List.copyOf(remove);
        }
    }
}
