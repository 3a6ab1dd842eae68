package io.weir.node.decide.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Certificate.Source.Acme;
import io.weir.config.parse.DocumentReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderTermsTest {
    private static final String PLAIN = "directory: \"https://a.test/dir\", hosts: [a.test, b.test]";

    private static Acme acme(String fields) {
        String text = "weir: 1\ncertificates: [{ name: x, acme: { " + fields + " } }]\n";
        return (Acme) DocumentReader.read(text, "test.yaml")
                .orThrow()
                .certificates()
                .get(0)
                .source();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        directory: "https://a.test/dir", hosts: [b.test, a.test]                                | true  | true  | true  | the order of hosts means nothing
        directory: "https://b.test/dir", hosts: [a.test, b.test]                                | false | false | false | another authority
        directory: "https://a.test/dir", hosts: [a.test]                                        | false | false | true  | other hosts
        directory: "https://a.test/dir", hosts: [a.test, b.test], key: rsa                      | false | false | true  | another kind of key
        directory: "https://a.test/dir", hosts: [a.test, b.test], contact: "mailto:a@a.test"    | false | true  | false | the certificate looks the same, the account is another
        directory: "https://a.test/dir", hosts: [a.test, b.test], challenge: tls-alpn-01        | false | true  | true  | another proof of the same thing
        directory: "https://a.test/dir", hosts: [a.test, b.test], trust: "file:ca.pem"          | false | true  | true  | the way there
        directory: "https://a.test/dir", hosts: [a.test, b.test], external-account: { key-id: k, secret: "env:S" } | false | true | false | an account of its own
        """)
    void areTheSame(String fields, boolean all, boolean result, boolean account, String why) {
        OrderTerms plain = OrderTerms.of(acme(PLAIN));
        OrderTerms other = OrderTerms.of(acme(fields));
        assertThat(other.all().equals(plain.all())).as(why).isEqualTo(all);
        assertThat(other.result().equals(plain.result())).as(why).isEqualTo(result);
        assertThat(OrderTerms.account(acme(fields)).equals(OrderTerms.account(acme(PLAIN))))
                .as(why)
                .isEqualTo(account);
    }

    /** Nodes keep this: if it changed, all certificates would be ordered anew, and all accounts made anew. */
    @Test
    void staysWhatItIs() {
        assertThat(OrderTerms.of(acme(PLAIN)).result()).isEqualTo("3825052a9bd523e2205c625c7ccd167d");
        assertThat(OrderTerms.account(acme(PLAIN))).isEqualTo("f53e48dfd6dfc4d13edaa5cfc1adc18e");
    }
}
