package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in policies about browsers, and about what requests may be. */
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
        cors: { origins: "*", methode: GET }                           | cors.methode       | did you mean methods
        cors: { origin: ["https://a.org"] }                            | cors.origin        | did you mean origins
        csrf: { origins: ["null"] }                                    | csrf.origins[0]    | "null"
        csrf: { origins: "*" }                                         | csrf.origins       | "*"
        csrf: { require: maybe }                                       | csrf.require       | "maybe"
        csrf: { required: true }                                       | csrf.required      | did you mean require
        security-headers: { content-type-options: sniff }              | security-headers.content-type-options | nosniff or off
        security-headers: { referrer-policy: none }                    | security-headers.referrer-policy | no-referrer
        security-headers: { cross-origin-opener-policy: deny }         | security-headers.cross-origin-opener-policy | unsafe-none
        security-headers: { content-security-policy: "" }              | security-headers.content-security-policy | at most
        security-headers: { content-security-policy: "a\\r\\nB: c" }   | security-headers.content-security-policy | printable
        security-headers: { frames: sameorigin }                       | security-headers.frames | same-origin
        security-headers: { frames: [deny, same-origin] }              | security-headers.frames | beside off or deny
        security-headers: { frames: [] }                               | security-headers.frames | is empty
        security-headers: { frames: deny, content-security-policy: "x; Frame-Ancestors 'self'" } | security-headers.frames | as well
        security-headers: { remove: [Connection] }                     | security-headers.remove[0] | "Connection"
        security-headers: { frame: deny }                              | security-headers.frame | did you mean frames
        request-limits: {}                                             | request-limits     | limits nothing
        request-limits: { require-content-type: false }                | request-limits     | limits nothing
        request-limits: { body: 0 }                                    | request-limits.body | from 1B
        request-limits: { body: 10 }                                   | request-limits.body | "10"
        request-limits: { uri: 2MiB }                                  | request-limits.uri | "2MiB"
        request-limits: { content-types: [] }                          | request-limits.content-types | is empty
        request-limits: { content-types: [json] }                      | request-limits.content-types[0] | "json"
        request-limits: { content-types: ["*/*"] }                     | request-limits.content-types[0] | "*/*"
        request-limits: { content-types: ["text/html; charset=utf-8"] } | request-limits.content-types[0] | without parameters
        request-limits: { content-types: ["application/*json"] }       | request-limits.content-types[0] | *json
        request-limits: { size: 1MiB }                                 | request-limits.size | is not a known field
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
        security-headers: {}                                                        | defaults
        security-headers: { frames: [same-origin, "https://*.a.org"], referrer-policy: off } | frames in some pages
        security-headers: { content-security-policy: "frame-ancestors 'self'" }     | which then has the say about frames
        security-headers: { remove: [] }                                            | nothing is taken out
        request-limits: { require-content-type: true }                              | any type, but one
        request-limits: { content-types: "Application/JSON", require-content-type: false } | one type, or none said
        """)
    void whatIsRightIsRead(String policy, String reason) {
        String text = "weir: 1\npolicies: [{ name: a, " + policy + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).as(reason).isEmpty();
    }
}
