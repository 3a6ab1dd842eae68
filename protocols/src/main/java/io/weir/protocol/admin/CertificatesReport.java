package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/certificates}: as the node that is asked has them, without their keys. */
public record CertificatesReport(List<Certificate> certificates) {
    public CertificatesReport {
        certificates = List.copyOf(certificates);
    }

    /**
     * Times as RFC 3339. What concerns the certificate itself is left out when there is none that can be used.
     *
     * @param source {@code file:PATH} or {@code env:NAME} of its chain, {@code uploaded} or {@code acme}
     * @param live whether the live document has it
     * @param listeners of the live document that show it
     * @param names DNS names and addresses that it covers
     * @param key e.g. {@code EC P-256}
     * @param chain subjects, the leaf's first
     * @param daysLeft until the first of the chain ends, rounded down; negative when that is over
     * @param sha256 of the leaf in DER, lower-case hex
     * @param since when it was read, uploaded or issued
     * @param problem what should be looked after
     * @param order of one that the cluster orders by ACME
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Certificate(
            String name,
            String source,
            boolean live,
            List<String> listeners,
            String subject,
            String issuer,
            String serial,
            List<String> names,
            String key,
            List<String> chain,
            String notBefore,
            String notAfter,
            @Nullable Long daysLeft,
            String sha256,
            boolean stapled,
            String since,
            String problem,
            @Nullable Order order) {}

    /**
     * How ordering goes. Times as RFC 3339.
     *
     * @param state {@code waiting}, {@code ordering}, {@code held} or {@code failed} (there may be one from before)
     * @param failures attempts since the last one that was good
     * @param last when the last attempt began
     * @param next when the next one is due
     * @param problem why the last one failed
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Order(String state, int failures, String last, String next, String problem) {}

    /**
     * What became of an upload or a removal.
     *
     * @param everywhere whether every member has it on disk; the others get it when they can be reached
     */
    public record Changed(String name, boolean everywhere) {}
}
