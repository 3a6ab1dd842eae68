package io.weir.node.telemetry;

import java.util.Locale;

/** Which form logs have. They go to standard error. */
public final class Logging {
    private static final String CONFIGURATION = "logback.configurationFile";

    /** One of the forms. */
    public enum Form {
        /** A line for each event, for people. */
        TEXT("logback.xml"),
        /** A JSON object for each event. */
        JSON("logback-json.xml");

        private final String resource;

        Form(String resource) {
            this.resource = resource;
        }

        /** As on the command line: {@code text}, {@code json}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Logging() {}

    /**
     * Chooses the form. Before the first logger is made; afterwards it changes nothing. A configuration of the operator's
     * own ({@code -Dlogback.configurationFile}) stays.
     */
    public static void use(Form form) {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, form.resource);
        }
    }
}
