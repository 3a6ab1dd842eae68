package io.weir.node.state;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Asks other servers over HTTP: identity providers, deciders. Never on a request's usual path. Thread-safe. */
public interface HttpCalls {
    /** Never blocks; completes on any thread, exceptionally when there is no answer in time or it is too large. */
    CompletionStage<Reply> send(Call call);

    /**
     * @param fields may be empty; {@code Host} and the length are added
     * @param body may be empty
     * @param timeout for the whole call
     * @param mostBytes a longer answer is a failure
     * @param trust whose certificates are believed (and nobody else's); empty: those that the system believes
     */
    record Call(
            String method,
            URI uri,
            Map<String, String> fields,
            byte[] body,
            Duration timeout,
            int mostBytes,
            List<X509Certificate> trust) {
        public Call {
            fields = Map.copyOf(fields);
            trust = List.copyOf(trust);
        }

        public static Call get(URI uri, Duration timeout, int mostBytes, List<X509Certificate> trust) {
            return new Call("GET", uri, Map.of(), new byte[0], timeout, mostBytes, trust);
        }

        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
        }
    }

    /**
     * Redirects are answers like others: nothing is followed.
     *
     * @param fields by name in lower case
     */
    record Reply(int status, Map<String, List<String>> fields, byte[] body) {
        public Reply {
            fields = Map.copyOf(fields);
        }
    }
}
