package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentMistakesTest {
    @Test
    void aDocumentWithTenMistakesReportsTenWithTheirLines() {
        String text =
                """
                weir: 1
                listeners:
                  - { name: public, address: 8080 }
                  - { name: second, address: 127.0.0.1:9000, tls: {} }
                upstreams:
                  - name: orders
                    endpoints: [10.0.0.1:70000]
                    ballance: round-robin
                    timeouts: { connect: 10 }
                policies:
                  - { name: slow, rate-limit: { key: adress, rate: fast } }
                routes:
                  - { name: a, match: { path: orders }, to: order }
                  - { name: a, match: { path: /a, methods: [get] }, to: orders }
                """;

        List<Mistake> mistakes = DocumentReader.read(text, "weir.yaml").mistakes();

        assertThat(mistakes)
                .extracting(mistake -> mistake.line() + " " + mistake.path())
                .containsExactly(
                        "3 listeners[0].address",
                        "4 listeners[1].tls.certificates",
                        "7 upstreams[0].endpoints[0]",
                        "8 upstreams[0].ballance",
                        "9 upstreams[0].timeouts.connect",
                        "11 policies[0].rate-limit.key",
                        "11 policies[0].rate-limit.rate",
                        "13 routes[0].match.path",
                        "13 routes[0].to",
                        "14 routes[1].name",
                        "14 routes[1].match.methods[0]");
        assertThat(mistakes.get(3).toString())
                .startsWith(
                        "weir.yaml:8:5: upstreams[0].ballance: is not a known field; did you mean balance? (expected");
        assertThat(mistakes.get(8).message()).isEqualTo("there is no upstream \"order\"; did you mean orders?");
    }

    @Test
    void whatIsExpectedInsteadOfAnUnknownFieldIsNamedOnce() {
        String text = "weir: 1\nlisteners: [{ name: a, adress: \"0.0.0.0:80\" }]\n";
        assertThat(DocumentReader.read(text, "weir.yaml").mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString())
                        .contains("did you mean address?")
                        .containsOnlyOnce("name, address,")
                        .doesNotContain("address, address"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # line of the document                                                                   | where                      | message contains
        listeners: [{name: a, address: "0.0.0.0:80"}, {name: b, address: "127.0.0.1:80"}]         | listeners[1].address       | clashes with listener "a"
        listeners: [{name: a, address: "127.0.0.1:80", trusted: [10.0.0.0/33]}]                   | listeners[0].trusted[0]    | 10.0.0.0/33
        listeners: [{name: a, address: "h:80", limits: {new-connections-per-address: 50}}]        | listeners[0].limits.new-connections-per-address | "50"
        listeners: [{name: a, address: "h:80", limits: {new-connections-burst: 5}}]               | listeners[0].limits.new-connections-burst | no meaning without
        listeners: [{name: a, address: "h:80", limits: {connections-per-address: -1}}]            | listeners[0].limits.connections-per-address | "-1"
        listeners: [{name: a, address: "127.0.0.1:80", limits: {head: 32}}]                       | listeners[0].limits.head   | "32"
        upstreams: [{name: a, endpoints: []}]                                                     | upstreams[0].endpoints     | is empty
        upstreams: [{name: a}]                                                                    | upstreams[0].endpoints     | is missing
        upstreams: [{name: a, endpoints: ["h:1", "h:1"]}]                                         | upstreams[0].endpoints[1]  | there twice
        upstreams: [{name: a, endpoints: [{address: "h:1", weight: 1001}]}]                       | upstreams[0].endpoints[0].weight | "1001"
        upstreams: [{name: a, endpoints: ["h:1"], sticky: {cookie: a, learned: address}}]         | upstreams[0].sticky        | needs one of
        upstreams: [{name: a, endpoints: ["h:1"], balance: {hash: route}}]                        | upstreams[0].balance.hash  | "route"
        upstreams: [{name: a, endpoints: ["h:1"], health: {active: {interval: 1s}}}]              | upstreams[0].health.active | needs one of path, grpc and tcp
        upstreams: [{name: a, endpoints: ["h:1"], health: {active: {tcp: true, rise: 0}}}]        | upstreams[0].health.active.rise | "0"
        upstreams: [{name: a, endpoints: ["h:1"], health: {active: {path: /, timeout: 2s}}}]      | upstreams[0].health.active.timeout | longer than the interval
        upstreams: [{name: a, endpoints: ["h:1"], health: {active: {path: /, status: 399-200}}}]  | upstreams[0].health.active.status | 399-200
        upstreams: [{name: a, endpoints: ["h:1"], health: {active: {path: /, grpc: {}}}}]         | upstreams[0].health.active | needs one of path, grpc and tcp
        upstreams: [{name: a, endpoints: ["h:1"], protocol: h2, health: {active: {grpc: {service: "a b"}}}}] | upstreams[0].health.active.grpc.service | "a b"
        upstreams: [{name: a, endpoints: ["h:1"], protocol: h2, health: {active: {grpc: {}, status: 200}}}] | upstreams[0].health.active.status | no meaning for a gRPC probe
        upstreams: [{name: a, endpoints: ["h:1"], health: {active: {grpc: {}}}}]                  | upstreams[0].health        | takes HTTP/2
        upstreams: [{name: a, endpoints: ["h:1"], protocol: h3}]                                  | upstreams[0].protocol      | "h3"
        upstreams: [{name: a, endpoints: ["h:1"], protocol: auto}]                                | upstreams[0].protocol      | there is no tls
        upstreams: [{name: a, endpoints: ["h:1"], tls: true}]                                     | upstreams[0].tls           | "true"
        upstreams: [{name: a, endpoints: ["h:1"], tls: {trust: ca.pem}}]                          | upstreams[0].tls.trust     | "ca.pem"
        upstreams: [{name: a, endpoints: ["h:1"], tls: {server-name: "*.b"}}]                     | upstreams[0].tls.server-name | "*.b"
        upstreams: [{name: a, endpoints: ["h:1"], tls: {verify: no-way}}]                         | upstreams[0].tls.verify    | "no-way"
        upstreams: [{name: a, endpoints: ["h:1"], tls: {verify: false, trust: "file:ca.pem"}}]    | upstreams[0].tls.trust     | without verification
        upstreams: [{name: a, endpoints: ["h:1"], tls: {certificate: x}}]                         | upstreams[0].tls.certificate | no certificate "x"
        upstreams: [{name: a, endpoints: ["h:1"], tls: {profile: old}}]                           | upstreams[0].tls.profile   | "old"
        upstreams: [{name: a, endpoints: ["h:1"], retry: {on: [sometimes]}}]                      | upstreams[0].retry.on[0]   | "sometimes"
        policies: [{name: a}]                                                                     | policies[0]                | exactly one rule
        policies: [{name: a, authenticate: {any-of: [{jwt: {}}]}}]                                | policies[0].authenticate.any-of[0].jwt.issuer | is missing
        policies: [{name: a, authenticate: {any-of: []}}] | policies[0].authenticate.any-of | is empty
        policies: [{name: a, authenticate: {any-of: [{}]}}] | policies[0].authenticate.any-of[0] | not exactly one credential
        policies: [{name: a, authenticate: {any-of: [{anonymous: {}}, {basic: {}}]}}] | policies[0].authenticate | anonymous
        policies: [{name: a, authenticate: {all-of: [{anonymous: {}}]}}] | policies[0].authenticate | anonymous
        policies: [{name: a, authenticate: {any-of: [{mtls: {by: name}}]}}] | policies[0].authenticate.any-of[0].mtls.by | "name"
        policies: [{name: a, authenticate: {any-of: [{basic: {}}], forward: {X-U: "{user}"}}}] | policies[0].authenticate.forward.X-U | no template
        policies: [{name: a, authenticate: {any-of: [{basic: {}}], forward: {Host: x}}}] | policies[0].authenticate.forward.Host | cannot be forwarded
        policies: [{name: a, authenticate: {any-of: [{basic: {}}], guessing: on}}] | policies[0].authenticate.guessing | is "on"
        policies: [{name: a, authenticate: {any-of: [{basic: {}}], guessing: {failures: 0}}}] | policies[0].authenticate.guessing.failures | "0"
        policies: [{name: a, authenticate: {any-of: [{basic: {}}], guessing: {per: 2d}}}] | policies[0].authenticate.guessing.per | is "2d"
        consumers: [{name: a, basic: secret}] | consumers[0].basic | is something else, which is not shown
        consumers: [{name: a, api-keys: [secret]}] | consumers[0].api-keys[0] | is something else, which is not shown
        consumers: [{name: a, basic: {password: secret}}] | consumers[0].basic.password | is something else, which is not shown
        consumers: [{name: a, certificates: [x]}, {name: b, certificates: [x]}] | consumers[1].certificates | the same certificate
        policies: [{name: a, headers: {request: {set: {Content-Length: 1}}}}]                     | policies[0].headers.request.set.Content-Length | cannot be edited
        policies: [{name: a, headers: {request: {set: {X: "a\\r\\nb: c"}}}}]                      | policies[0].headers.request.set.X | cannot carry
        policies: [{name: a, rate-limit: {key: address, rate: 0/s}}]                              | policies[0].rate-limit.rate | "0/s"
        policies: [{name: a, rate-limit: {key: "claim:", rate: 1/s}}]                             | policies[0].rate-limit.key | "claim:"
        policies: [{name: a, rate-limit: {key: address, rate: 1/s, plans: [{name: g}]}}]          | policies[0].rate-limit.plans[0].rate | is missing
        policies: [{name: a, rate-limit: {key: address, rate: 1/s, plans: [{name: g, rate: 1/s}, {name: g, rate: 2/s}]}}] | policies[0].rate-limit.plans[1].name | is there twice
        policies: [{name: a, rate-limit: {key: address, rate: 1/s, plans: {g: 1/s}}}]             | policies[0].rate-limit.plans | is a mapping
        policies: [{name: a, rate-limit: {key: address, rate: 1/s, burst: 0}}]                    | policies[0].rate-limit.burst | "0"
        policies: [{name: a, hsts: {max-age: soon}}]                                              | policies[0].hsts.max-age   | "soon"
        policies: [{name: a, hsts: {max-age: 30d, preload: true}}]                                | policies[0].hsts.preload   | browsers would not take it
        policies: [{name: a, https-redirect: {status: 303}}]                                      | policies[0].https-redirect.status | "303"
        policies: [{name: a, https-redirect: {port: 0}}]                                          | policies[0].https-redirect.port | "0"
        routes: [{name: a, match: {path: /a}}]                                                    | routes[0]                  | nothing about what to do
        routes: [{name: a, match: {path: /a}, respond: {}, redirect: {location: /}}]              | routes[0]                  | several things
        routes: [{name: a, match: {path: /a/../b}, respond: {}}]                                  | routes[0].match.path       | dot segment
        routes: [{name: a, match: {path: "/**/b"}, respond: {}}]                                  | routes[0].match.path       | before its end
        routes: [{name: a, match: {path: "/{x}/{x}"}, respond: {}}]                               | routes[0].match.path       | parameter twice
        routes: [{name: a, match: {path: "/a b"}, respond: {}}]                                   | routes[0].match.path       | percent-encoded
        routes: [{name: a, match: {hosts: ["a..b"]}, respond: {}}]                                | routes[0].match.hosts[0]   | a..b
        routes: [{name: a, match: {hosts: ["a:80"]}, respond: {}}]                                | routes[0].match.hosts[0]   | a:80
        routes: [{name: a, match: {listeners: [x]}, respond: {}}]                                 | routes[0].match.listeners  | no listener "x"
        routes: [{name: a, match: {path: /a}, policies: [x], respond: {}}]                        | routes[0].policies         | no policy "x"
        routes: [{name: a, match: {path: /a}, respond: {status: 204, body: x}}]                   | routes[0].respond.body     | has no body
        routes: [{name: a, match: {path: /a}, redirect: {status: 200, location: /}}]              | routes[0].redirect.status  | "200"
        routes: [{name: a, match: {path: /a}, to: []}]                                            | routes[0].to               | weight above 0
        routes: [{name: a, match: {path: /a/{x}}, respond: {}}, {name: b, match: {path: "/a/{y}"}, respond: {}}] | routes[1]   | takes the same requests as route "a"
        consumers: [{name: a, api-keys: [{sha256: abc}]}]                                         | consumers[0].api-keys[0].sha256 | is something else, which is not shown
        consumers: [{name: a, api-keys: [{key: secret}]}]                                         | consumers[0].api-keys[0].key | not a known field
        plugins: []                                                                               | plugins                    | not supported yet
        listeners: [{name: a, address: "127.0.0.1:80", tls: {}}]                                  | listeners[0].tls.certificates | is missing
        listeners: [{name: a, address: "127.0.0.1:80", tls: {certificates: []}}]                  | listeners[0].tls.certificates | has no names
        listeners: [{name: a, address: "127.0.0.1:80", tls: {certificates: [x]}}]                 | listeners[0].tls.certificates | there is no certificate "x"
        listeners: [{name: a, address: "127.0.0.1:80", tls: {certificates: [x], default: y}}]     | listeners[0].tls.default   | "y", which is not among
        listeners: [{name: a, address: "127.0.0.1:80", tls: {certificates: [x], protocols: [h2c]}}] | listeners[0].tls.protocols[0] | "h2c"
        listeners: [{name: a, address: "127.0.0.1:80", protocols: [h2]}] | listeners[0].protocols[0] | "h2"
        listeners: [{name: a, address: "127.0.0.1:80", protocols: [http/1.1], tls: {certificates: [x]}}] | listeners[0].protocols | is for listeners in plain text
        listeners: [{name: a, address: "127.0.0.1:80", limits: {streams: 0}}] | listeners[0].limits.streams | 0
        listeners: [{name: a, address: "127.0.0.1:80", tls: {certificates: [x], profile: old}}]   | listeners[0].tls.profile   | "old"
        listeners: [{name: a, address: "127.0.0.1:80", tls: {certificates: [x], client: {trust: a}}}] | listeners[0].tls.client.trust | "a"
        listeners: [{name: a, address: "127.0.0.1:80", tls: {certificates: [x], client: {trust: "file:a"}}}] | listeners[0].tls.client.mode | is missing
        certificates: [{name: a}]                                                                 | certificates[0].chain      | is missing
        certificates: [{name: a, chain: "file:a"}]                                                | certificates[0].key        | is missing
        certificates: [{name: a, chain: a.pem, key: "file:a"}]                                    | certificates[0].chain      | is "a.pem"
        certificates: [{name: a, chain: "file:a", key: "env:a-b"}]                                | certificates[0].key        | is "env:a-b"
        certificates: [{name: a, uploaded: false}]                                                | certificates[0].uploaded   | is false
        certificates: [{name: a, uploaded: true, chain: "file:a", key: "file:a"}]                 | certificates[0].chain      | not a known field
        defaults: { authorize: maybe }                                                            | defaults.authorize         | is "maybe"
        defaults: { authorise: deny }                                                             | defaults.authorise         | did you mean authorize
        defaults: deny                                                                            | defaults                   | is "deny"
        defaults: { timeouts: {} }                                                                | defaults.timeouts          | not supported yet
        certificates: [{name: a, uploaded: true}, {name: a, uploaded: true}]                      | certificates[1].name       | another certificate "a"
        certificates: [{name: a, acme: {hosts: [a.test]}}]                                        | certificates[0].acme.directory | is missing
        certificates: [{name: a, acme: {directory: "http://acme.test/dir", hosts: [a.test]}}]     | certificates[0].acme.directory | "http://acme.test/dir"
        certificates: [{name: a, acme: {directory: "https://acme.test/dir"}}]                     | certificates[0].acme.hosts | is missing
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: []}}]          | certificates[0].acme.hosts | has no names
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: ["*.a.test"]}}] | certificates[0].acme.hosts[0] | "*.a.test"
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: [10.0.0.1]}}]  | certificates[0].acme.hosts[0] | "10.0.0.1"
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: [a.test, A.test]}}] | certificates[0].acme.hosts | has a.test twice
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: [a.test], contact: ops@a.test}}] | certificates[0].acme.contact | "ops@a.test"
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: [a.test], challenge: dns-01}}] | certificates[0].acme.challenge | "dns-01"
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: [a.test], key: dsa}}] | certificates[0].acme.key | "dsa"
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: [a.test], external-account: {key-id: k}}}] | certificates[0].acme.external-account.secret | is missing
        certificates: [{name: a, acme: {directory: "https://acme.test/dir", hosts: [a.test]}, uploaded: true}] | certificates[0].uploaded | not a known field
        """)
    void eachMistakeIsFoundWhereItIs(String line, String where, String message) {
        String text = "weir: 1\n"
                + line.replace("/{x}}, respond", "/{x}\"}, respond").replace("path: /a/{x}", "path: \"/a/{x}");

        List<Mistake> mistakes = DocumentReader.read(text, "t.yaml").mistakes();

        assertThat(mistakes).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo(where);
            assertThat(mistake.message()).contains(message);
            assertThat(mistake.line()).isEqualTo(2);
        });
    }

    @Test
    void policiesThatNeedAConsumerNeedAnAuthenticatePolicyBesideThem() {
        String text =
                """
                weir: 1
                policies:
                  - { name: limit, rate-limit: { key: consumer, rate: 1/s } }
                  - { name: tenant, rate-limit: { key: "claim:tenant", rate: 1/s } }
                  - { name: plans, rate-limit: { key: address, rate: 1/s, plans: [{ name: gold, rate: 2/s }] } }
                  - { name: gold, authorize: { groups: [gold] } }
                routes:
                  - { name: a, match: { path: /a }, policies: [limit, tenant, plans, gold], respond: {} }
                """;

        assertThat(DocumentReader.read(text, "t.yaml").mistakes())
                .hasSize(4)
                .extracting(Mistake::expected)
                .containsOnly("an authenticate policy as well");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {}                                                   |                       | is not exactly one condition
        { group: gold, scope: x }                            |                       | is not exactly one condition
        { groups: [gold], group: gold }                      |                       | is not exactly one condition
        { groups: [] }                                       | .groups               | has no group
        { any-of: [{ groups: [gold] }] }                     | .any-of[0].groups     | is not a known field
        { any-of: [] }                                       | .any-of               | is empty
        { all-of: gold }                                     | .all-of               | is "gold"
        { all-of: [gold] }                                   | .all-of[0]            | is "gold"
        { not: { grup: gold } }                              | .not.grup             | is not a known field
        { scope: "a b" }                                     | .scope                | is "a b"
        { scope: "a\\"b" }                                   | .scope                | is "a
        { authenticated: false }                             | .authenticated        | is "false"
        { claim: { name: dept } }                            | .claim.value          | is missing
        { claim: dept }                                      | .claim                | is "dept"
        { method: [] }                                       | .method               | is empty
        { method: get }                                      | .method               | is "get"
        { certificate: {} }                                  | .certificate          | has no pattern
        { certificate: { san: a, cn: b } }                   | .certificate.cn       | is not a known field
        { cel: "request.method" }                            | .cel                  | expected type 'bool'
        { any-of: [{ cel: "a == 1" }] }                      | .any-of[0].cel        | undeclared reference to 'a' (at character 1)
        { cel: [a] }                                         | .cel                  | is a list
        { scopes: [a] }                                      | .scopes               | is not a known field
        { not: { not: { not: { not: { not: { not: { not: { not: { group: a } } } } } } } } } \
                                                             | .not.not.not.not.not.not.not.not | nested too deeply
        """)
    void eachMistakeInARuleIsFoundWhereItIs(String rule, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, authorize: " + rule + " }]\n";
        String path = "policies[0].authorize" + (where == null ? "" : where);

        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo(path);
            assertThat(mistake.message()).contains(message);
        });
    }

    @Test
    void aRuleThatNobodyCouldMeetIsAMistakeWhereItIsUsed() {
        String text =
                """
                weir: 1
                policies:
                  - { name: in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
                  - { name: deep, authorize: { any-of: [{ method: GET }, { not: { scope: x } }] } }
                  - { name: shown, authorize: { certificate: { san: "*.example.com" } } }
                  - { name: reading, authorize: { method: [GET, OPTIONS] } }
                  - { name: who, authorize: { cel: "has(consumer.claims.dept)" } }
                  - { name: whence, authorize: { cel: "'a' in certificate.names || request.path == '/e'" } }
                  - { name: what, authorize: { cel: "request.path == '/f'" } }
                routes:
                  - { name: a, match: { path: /a }, policies: [deep], respond: {} }
                  - { name: b, match: { path: /b }, policies: [in, deep, reading], respond: {} }
                  - { name: c, match: { path: /c }, policies: [shown], respond: {} }
                  - { name: d, match: { path: /d }, policies: [reading], respond: {} }
                  - { name: e, match: { path: /e }, policies: [who, whence], respond: {} }
                  - { name: f, match: { path: /f }, policies: [what], respond: {} }
                """;

        assertThat(DocumentReader.read(text, "t.yaml").mistakes())
                .extracting(mistake -> mistake.path() + " " + mistake.expected())
                .containsExactly(
                        "routes[0].policies an authenticate policy as well",
                        "routes[2].policies a listener with tls.client",
                        "routes[4].policies an authenticate policy as well",
                        "routes[4].policies a listener with tls.client");
    }

    @Test
    void aKeyThatIsThereTwiceIsAMistakeInYamlAndInJson() {
        assertThat(DocumentReader.read("weir: 1\nroutes: []\nroutes: []\n", "t.yaml")
                        .mistakes())
                .extracting(Mistake::toString)
                .containsExactly(
                        "t.yaml:3:1: routes: is there twice; the first one is in line 2 (expected each field once)");
        assertThat(DocumentReader.read("{\"weir\": 1,\n \"routes\": [],\n \"routes\": []}", "t.json")
                        .mistakes())
                .extracting(Mistake::line)
                .containsExactly(3);
    }

    @Test
    void textThatIsNoDocumentIsOneMistakeWithItsPlace() {
        assertThat(DocumentReader.read("weir: 1\nroutes: [\n", "t.yaml").mistakes())
                .hasSize(1);
        Mistake json = DocumentReader.read("{\"weir\": 1,\n  oops}", "t.json")
                .mistakes()
                .get(0);
        assertThat(json.line()).isEqualTo(2);
        assertThat(DocumentReader.read("", "t.yaml").mistakes()).isNotEmpty();
        assertThat(DocumentReader.read("just words", "t.yaml").mistakes()).isNotEmpty();
        assertThat(DocumentReader.read("routes: []", "t.yaml").mistakes())
                .extracting(Mistake::path)
                .containsExactly("weir");
    }

    @Test
    void aliasBombsAndDeepNestingAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a").append(i).append(": &a").append(i).append(" [").append((before + ", ").repeat(9));
            bomb.append(before).append("]\n");
        }
        assertThat(DocumentReader.read(bomb.toString(), "t.yaml")
                        .mistakes()
                        .get(0)
                        .message())
                .contains("once aliases are expanded");
        assertThat(DocumentReader.read("[".repeat(100_000), "t.yaml").mistakes())
                .hasSize(1);
        assertThat(DocumentReader.read("{\"a\":".repeat(100_000), "t.json").mistakes())
                .hasSize(1);
        assertThat(DocumentReader.read("a: &a [*a]", "t.yaml").mistakes()).isNotEmpty();
    }

    @Test
    void tagsCreateNothing() {
        String text = "weir: 1\nroutes: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1\"]]\n";

        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).isNotEmpty();
    }
}
