package io.weir.config.model;

import java.util.Optional;

/** A kind of credential that a policy accepts, and where a request has it. */
public sealed interface Credential {
    /** The place of a request where an API key may be. */
    enum Place {
        HEADER,
        QUERY,
        COOKIE
    }

    /**
     * A secret that is sent as it is; consumers have its hash.
     *
     * @param name of the field, the parameter or the cookie
     * @param scheme what stands before the key in a field, e.g. {@code Token}; empty: nothing does
     */
    record ApiKey(Place place, String name, Optional<String> scheme) implements Credential {}

    /**
     * A user name and a password (RFC 7617).
     *
     * @param realm what people are told that the password is for
     */
    record Basic(String realm) implements Credential {
        /** Where the document names none. */
        public static final String REALM = "weir";
    }

    /**
     * Whoever has no credential is let in: an explicit choice, and always the last one. Somebody whose credential is wrong
     * is not.
     *
     * @param consumer who that is taken for; empty: nobody
     */
    record Anonymous(Optional<String> consumer) implements Credential {}
}
