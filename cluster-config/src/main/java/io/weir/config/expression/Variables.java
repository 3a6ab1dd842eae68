package io.weir.config.expression;

import java.util.List;

/** What an expression may speak of; the same names as in docs/configuration.md. */
public final class Variables {
    public static final String METHOD = "request.method";
    public static final String HOST = "request.host";
    public static final String PATH = "request.path";
    /** Names in lower case; of several fields of a name all values with commas between. */
    public static final String HEADERS = "request.headers";

    public static final String SECURE = "request.secure";
    public static final String ROUTE = "route.name";
    public static final String ADDRESS = "client.address";
    public static final String CONSUMER = "consumer.name";
    public static final String GROUPS = "consumer.groups";
    public static final String PLAN = "consumer.plan";
    public static final String SCOPES = "consumer.scopes";
    public static final String CLAIMS = "consumer.claims";
    public static final String CREDENTIAL = "consumer.credential";
    public static final String CERTIFICATE_NAMES = "certificate.names";
    public static final String CERTIFICATE_SUBJECT = "certificate.subject";
    public static final String CERTIFICATE_ISSUER = "certificate.issuer";

    private static final List<String> ALL = List.of(
            METHOD,
            HOST,
            PATH,
            HEADERS,
            SECURE,
            ROUTE,
            ADDRESS,
            CONSUMER,
            GROUPS,
            PLAN,
            SCOPES,
            CLAIMS,
            CREDENTIAL,
            CERTIFICATE_NAMES,
            CERTIFICATE_SUBJECT,
            CERTIFICATE_ISSUER);

    private Variables() {}

    /** All of them, for messages. */
    public static String names() {
        return String.join(", ", ALL);
    }

    /** Whether it can be told only of somebody who has been identified. */
    public static boolean isOfConsumer(String variable) {
        return variable.startsWith("consumer.");
    }

    public static boolean isOfCertificate(String variable) {
        return variable.startsWith("certificate.");
    }
}
