package io.weir.node.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request as text, with a signature of RFC 9421 over what its test says. */
public final class SignedText {
    private static final String HOST = "example.com";

    private final String method;
    private final String target;
    private final String body;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private List<String> components;
    private String label = "sig1";
    private long created = System.currentTimeMillis() / 1000;
    private String more = "";

    private SignedText(String method, String target, String body) {
        this.method = method;
        this.target = target;
        this.body = body;
        this.components = new ArrayList<>(
                body.isEmpty()
                        ? List.of("@method", "@target-uri")
                        : List.of("@method", "@target-uri", "content-digest"));
        if (!body.isEmpty()) {
            fields.put("content-digest", digest(body));
            fields.put("content-length", Integer.toString(body.length()));
        }
    }

    public static SignedText get(String target) {
        return new SignedText("GET", target, "");
    }

    public static SignedText post(String target, String body) {
        return new SignedText("POST", target, body);
    }

    /** {@code Content-Digest} of a body. */
    public static String digest(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.ISO_8859_1));
            return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public SignedText field(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** In place of the usual ones: as {@code Signature-Input} has them, without the quotes of plain ones. */
    public SignedText covering(String... names) {
        components = List.of(names);
        return this;
    }

    public SignedText created(long seconds) {
        created = seconds;
        return this;
    }

    public SignedText label(String other) {
        label = other;
        return this;
    }

    /** Parameters behind {@code created} and {@code keyid}, e.g. {@code ;nonce="a"}. */
    public SignedText with(String parameters) {
        more = parameters;
        return this;
    }

    /** The request with its signature. */
    public String by(RequestSigner signer, String keyId) {
        StringBuilder base = new StringBuilder();
        StringBuilder listed = new StringBuilder();
        for (String component : components) {
            String identifier = component.contains(";") ? component : '"' + component + '"';
            base.append(identifier).append(": ").append(value(component)).append('\n');
            listed.append(listed.isEmpty() ? "" : " ").append(identifier);
        }
        String parameters = "(" + listed + ");created=" + created + ";keyid=\"" + keyId + '"' + more;
        String signature = signer.sign(base + "\"@signature-params\": " + parameters);
        return request("Signature-Input: " + label + "=" + parameters + "\r\nSignature: " + label + "=:" + signature
                + ":\r\n");
    }

    private String value(String component) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return switch (component) {
            case "@method" -> method;
            case "@target-uri" -> "http://" + HOST + target;
            case "@authority" -> HOST;
            case "@scheme" -> "http";
            case "@request-target" -> target;
            case "@path" -> path;
            case "@query" -> question < 0 ? "?" : target.substring(question);
            default -> fields.getOrDefault(component, "");
        };
    }

    /** The request with these lines in the place of a signature. */
    public String request(String lines) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + HOST + "\r\n");
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text + lines + "\r\n" + body;
    }
}
