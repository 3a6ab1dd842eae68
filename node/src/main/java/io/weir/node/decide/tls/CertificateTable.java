package io.weir.node.decide.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a listener's certificates a client is shown: the one for the name it asks for, exactly or by a wildcard, else
 * the default one. Where several are for that name, the one whose key the client can verify, ECDSA before RSA. Immutable.
 *
 * @param <C> a certificate ready for use
 */
public final class CertificateTable<C> {
    /** @param order the lower, the earlier it is taken where several fit */
    private record Candidate<C>(C certificate, KeyType key, CoveredNames names, int order) {}

    private final Map<String, List<Candidate<C>>> exact = new HashMap<>();
    private final Map<String, List<Candidate<C>>> bySuffix = new HashMap<>();
    private final List<Candidate<C>> standard;
    private final boolean strict;

    /** What a certificate has to say about itself. */
    public interface Description<C> {
        CoveredNames names(C certificate);

        KeyType key(C certificate);
    }

    /**
     * @param standard the default one, for clients that ask for no name or for an unknown one; null for none
     * @param strict such clients are refused
     */
    public CertificateTable(List<C> certificates, @Nullable C standard, boolean strict, Description<C> description) {
        this.strict = strict;
        List<Candidate<C>> all = new ArrayList<>();
        for (C certificate : certificates) {
            KeyType key = description.key(certificate);
            int order = key == KeyType.RSA ? certificates.size() + all.size() : all.size();
            all.add(new Candidate<>(certificate, key, description.names(certificate), order));
        }
        all.sort(java.util.Comparator.comparingInt(Candidate::order));
        for (Candidate<C> one : all) {
            one.names.names().exact().forEach(name -> exact.computeIfAbsent(name, any -> new ArrayList<>())
                    .add(one));
            one.names.names().wildcards().forEach(name -> bySuffix.computeIfAbsent(name, any -> new ArrayList<>())
                    .add(one));
        }
        this.standard = standard == null ? List.of() : group(all, standard, description.names(standard));
    }

    /** The default certificate and those for the very same names: one of another kind may stand in for it. */
    private static <C> List<Candidate<C>> group(List<Candidate<C>> all, C standard, CoveredNames names) {
        return all.stream()
                .filter(one ->
                        one.certificate.equals(standard) || one.names.names().equals(names.names()))
                .toList();
    }

    /** Null: the client is to be refused (unrecognized_name, RFC 6066 §3). */
    public @Nullable C choose(ClientHello hello) {
        String name = hello.serverName();
        List<Candidate<C>> named = name.isEmpty() ? null : exact.get(name);
        if (named == null && !name.isEmpty()) {
            int dot = name.indexOf('.');
            named = dot > 0 ? bySuffix.get(name.substring(dot)) : null;
        }
        if (named != null) {
            return fitting(named, hello);
        }
        return strict || standard.isEmpty() ? null : fitting(standard, hello);
    }

    private C fitting(List<Candidate<C>> candidates, ClientHello hello) {
        for (Candidate<C> candidate : candidates) {
            if (hello.keys().contains(candidate.key)) {
                return candidate.certificate;
            }
        }
        return candidates.get(0).certificate;
    }
}
