package io.weir.config.model;

/** What is spoken with the endpoints of an upstream. */
public enum UpstreamProtocol {
    HTTP_1_1("http/1.1"),
    /** HTTP/2: in plain text without asking first (RFC 9113 §3.3), over TLS only where the endpoint agrees to it. */
    H2("h2"),
    /** What the endpoint prefers of both, as agreed upon by TLS. */
    AUTO("auto");

    private final String word;

    UpstreamProtocol(String word) {
        this.word = word;
    }

    /** As documents spell it. */
    public String word() {
        return word;
    }
}
