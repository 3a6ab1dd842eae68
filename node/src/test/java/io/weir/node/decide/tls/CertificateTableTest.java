package io.weir.node.decide.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.certificate.CertificateNames;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTableTest {
    private record Sample(String name, KeyType key, CoveredNames names) {
        static Sample of(String name, KeyType key, String... hosts) {
            Set<String> exact = new TreeSet<>();
            Set<String> wildcards = new TreeSet<>();
            for (String host : hosts) {
                (host.startsWith("*") ? wildcards : exact).add(host.startsWith("*") ? host.substring(1) : host);
            }
            return new Sample(name, key, new CoveredNames(new CertificateNames(exact, wildcards)));
        }
    }

    private static final CertificateTable.Description<Sample> DESCRIPTION = new CertificateTable.Description<>() {
        @Override
        public CoveredNames names(Sample certificate) {
            return certificate.names;
        }

        @Override
        public KeyType key(Sample certificate) {
            return certificate.key;
        }
    };

    private static final List<Sample> SAMPLES = List.of(
            Sample.of("rsa", KeyType.RSA, "a.example", "*.a.example"),
            Sample.of("ec", KeyType.ECDSA_P256, "a.example", "*.a.example"),
            Sample.of("wide", KeyType.RSA, "*.example"),
            Sample.of("special", KeyType.RSA, "www.a.example"),
            Sample.of("p384", KeyType.ECDSA_P384, "b.test"),
            Sample.of("ed", KeyType.ED25519, "b.test"),
            Sample.of("other", KeyType.RSA, "b.test"));

    private static @Nullable Sample sample(String name) {
        return SAMPLES.stream().filter(one -> one.name.equals(name)).findAny().orElse(null);
    }

    private static ClientHello hello(String name, String keys) {
        Set<KeyType> known = EnumSet.noneOf(KeyType.class);
        Stream.of(keys.split(" ")).map(KeyType::valueOf).forEach(known::add);
        return new ClientHello(name, Set.of(), true, known);
    }

    @ParameterizedTest(name = "{0} by {1}: {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            a.example      | ECDSA_P256 RSA | ec      | ECDSA before RSA, whatever the order
            a.example      | RSA            | rsa     | RSA for who knows nothing else
            a.example      | ED25519        | ec      | none fits: the first, and the handshake fails
            x.a.example    | ECDSA_P256 RSA | ec      | a wildcard
            www.a.example  | ECDSA_P256 RSA | special | the name itself before a wildcard
            y.x.a.example  | ECDSA_P256 RSA | ec      | a wildcard is for one label: the default's
            z.example      | RSA            | wide    | another wildcard
            b.test         | ECDSA_P384 RSA | p384    | a larger curve
            b.test         | ECDSA_P256 RSA | other   | a curve that the client does not know
            b.test         | ED25519 RSA    | ed      | Ed25519
            unknown        | ECDSA_P256 RSA | ec      | the default's sibling for the same names
            unknown        | RSA            | rsa     | the default itself
            ''             | RSA            | rsa     | no name: the default
            """)
    void theCertificateForTheNameAndTheKeyIsChosen(String name, String keys, String expected, String why) {
        CertificateTable<Sample> table = new CertificateTable<>(SAMPLES, sample("rsa"), false, DESCRIPTION);
        assertThat(table.choose(hello(name, keys))).as(why).isEqualTo(sample(expected));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            a.example      | rsa | the name itself
            x.a.example    | rsa | a wildcard
            y.x.a.example  | -   | a wildcard is for one label
            unknown        | -   | an unknown name
            .a.example     | -   | a label must be there
            ''             | -   | no name
            """)
    void strictlyOnlyNamesThatAreCovered(String name, @Nullable String expected, String why) {
        CertificateTable<Sample> table = new CertificateTable<>(SAMPLES, sample("rsa"), true, DESCRIPTION);
        Sample wanted = expected == null ? null : sample(expected);
        assertThat(table.choose(hello(name, "RSA"))).as(why).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"a.example,ec", "b.test,-", "'',-"})
    void withoutADefaultOthersAreRefused(String name, String expected) {
        CertificateTable<Sample> table =
                new CertificateTable<>(Arrays.asList(SAMPLES.get(1)), null, false, DESCRIPTION);
        assertThat(table.choose(hello(name, "ECDSA_P256"))).isEqualTo(sample(expected));
    }
}
