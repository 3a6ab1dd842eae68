package io.weir.node.decide.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.certificate.CertificateNames;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoveredNamesTest {
    private static final CoveredNames NAMES = new CoveredNames(
            new CertificateNames(Set.of("example.com", "10.0.0.1"), Set.of(".example.com", ".sub.example.com")));

    private static boolean covers(CoveredNames names, String host) {
        byte[] bytes = ("xx" + host + "yy").getBytes(StandardCharsets.ISO_8859_1);
        return names.covers(bytes, 2, bytes.length - 2);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "example.com, true, the name",
        "example.com., true, with the root's dot",
        "example.com.., false, with two",
        "www.example.com, true, a wildcard",
        "a.sub.example.com, true, another wildcard",
        "sub.example.com, true, both a label and a suffix",
        "a.b.example.com, false, two labels",
        ".example.com, false, no label",
        "wwwexample.com, false, no dot",
        "example.co, false, a part",
        "10.0.0.1, true, an address",
        "10.0.0.10, false, another",
        "'', false, nothing",
        "., false, a dot"
    })
    void hostsAreCovered(String host, boolean covered, String why) {
        assertThat(covers(NAMES, host)).as(why).isEqualTo(covered);
    }

    @Test
    void itSaysTheSameAsTheSlowWay() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] labels = {"a", "b", "c", "dd", "e-e"};
        for (int round = 0; round < 200; round++) {
            Set<String> exact = new TreeSet<>();
            Set<String> wildcards = new TreeSet<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                String name = name(random, labels);
                (random.nextBoolean() ? exact : wildcards).add(random.nextBoolean() ? name : "." + name);
            }
            wildcards.removeIf(name -> !name.startsWith("."));
            CertificateNames slow = new CertificateNames(exact, wildcards);
            CoveredNames fast = new CoveredNames(slow);
            for (int i = 0; i < 50; i++) {
                String host = name(random, labels);
                assertThat(covers(fast, host))
                        .as("seed %d: %s of %s", seed, host, slow)
                        .isEqualTo(slow.covers(host));
            }
        }
    }

    private static String name(Random random, String[] labels) {
        StringBuilder name = new StringBuilder(labels[random.nextInt(labels.length)]);
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append('.').append(labels[random.nextInt(labels.length)]);
        }
        return name.toString();
    }
}
