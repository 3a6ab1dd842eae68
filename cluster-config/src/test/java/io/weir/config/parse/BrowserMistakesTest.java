package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in policies about browsers. */
class BrowserMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # policy                                                       | where              | message contains
        cors: {}                                                       | cors.origins       | is missing
        cors: { origins: [] }                                          | cors.origins       | is empty
        cors: { origins: ["https://a.example.com/"] }                  | cors.origins[0]    | https://a.example.com/
        cors: { origins: ["https://a.example.com/x"] }                 | cors.origins[0]    | without path
        cors: { origins: ["https://a.example.com:443"] }               | cors.origins[0]    | default port
        cors: { origins: ["http://a.example.com:80"] }                 | cors.origins[0]    | default port
        cors: { origins: ["https://a.example.com:0443"] }              | cors.origins[0]    | 0443
        cors: { origins: [a.example.com] }                             | cors.origins[0]    | a.example.com
        cors: { origins: ["https://*.com"] }                           | cors.origins[0]    | *.com
        cors: { origins: ["https://a.*.example.com"] }                 | cors.origins[0]    | a.*.example.com
        cors: { origins: ["https://*"] }                               | cors.origins[0]    | https://*
        cors: { origins: ["*", "https://a.example.com"] }              | cors.origins       | others beside *
        cors: { origins: "*", credentials: true }                      | cors.credentials   | from every origin
        cors: { origins: ["null"], credentials: true }                 | cors.credentials   | origin null
        cors: { origins: ["https://a.org"], credentials: true, expose: "*" } | cors.expose  | take for a name
        cors: { origins: ["https://a.org"], methods: [get] }           | cors.methods[0]    | "get"
        cors: { origins: ["https://a.org"], methods: [GET, "*"] }      | cors.methods       | others beside *
        cors: { origins: ["https://a.org"], headers: ["a b"] }         | cors.headers[0]    | "a b"
        cors: { origins: ["https://a.org"], headers: [] }              | cors.headers       | is empty
        cors: { origins: ["https://a.org"], max-age: 2d }              | cors.max-age       | "2d"
        cors: { origins: ["https://a.org"], max-age: 1.5s }            | cors.max-age       | "1.5s"
        cors: { origins: ["https://a.org"], credentials: yes }         | cors.credentials   | "yes"
        cors: { origin: ["https://a.org"] }                            | cors.origin        | did you mean origins
        csrf: { origins: ["null"] }                                    | csrf.origins[0]    | "null"
        csrf: { origins: "*" }                                         | csrf.origins       | "*"
        csrf: { require: maybe }                                       | csrf.require       | "maybe"
        csrf: { required: true }                                       | csrf.required      | did you mean require
        """)
    void eachMistakeIsFoundWhereItIs(String policy, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, " + policy + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo("policies[0]." + where);
            assertThat(mistake.toString()).contains(message);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        cors: { origins: "*" }                                                      | everybody
        cors: { origins: ["https://*.example.com:8443", "http://localhost:3000"] }  | patterns and ports
        cors: { origins: ["http://[::1]:3000", "http://*.localhost", "capacitor://localhost"] } | what developers have
        cors: { origins: ["https://a.org"], headers: "*", methods: "*", credentials: true } | named one by one in answers
        csrf: {}                                                                    | the own origin alone
        csrf: { origins: "https://a.org", require: true }                           | one other
        """)
    void whatIsRightIsRead(String policy, String reason) {
        String text = "weir: 1\npolicies: [{ name: a, " + policy + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).as(reason).isEmpty();
    }
}
