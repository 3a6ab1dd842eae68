package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/**
 * Refuses requests that are not what they should be.
 *
 * @param bodyBytes longer bodies are refused
 * @param json what JSON may be, whatever it says
 * @param contract what it must say; empty: nothing
 */
public record Validation(String name, int bodyBytes, JsonLimits json, Optional<Contract> contract) implements Policy {
    public static final int BODY_BYTES = 1024 * 1024;

    /** What requests are held against. */
    public sealed interface Contract {}

    /**
     * A JSON Schema (2020-12) of bodies.
     *
     * @param required requests whose method has a body by its nature (POST, PUT, PATCH) need one
     */
    public record Schema(Source source, boolean required) implements Contract {}

    /**
     * An OpenAPI description (3.0, 3.1) of paths, parameters and bodies.
     *
     * @param basePath what precedes its paths; empty: what its {@code servers} say
     * @param unchecked media types whose bodies pass although the description says more of them than can be checked
     */
    public record OpenApi(Source source, Optional<String> basePath, List<String> unchecked) implements Contract {
        public OpenApi {
            unchecked = List.copyOf(unchecked);
        }
    }

    /** Where a contract is found. */
    public sealed interface Source {}

    /** Of each node: {@code file:PATH}. */
    public record InFile(String reference) implements Source {}

    /**
     * In the document itself.
     *
     * @param json its text
     */
    public record Inline(String json) implements Source {}

    /**
     * The structure of a JSON text.
     *
     * @param depth objects and arrays within one another
     * @param members of one object
     * @param items of one array
     * @param string longest text value, characters
     * @param name longest name of a member, characters
     * @param duplicates whether an object may have a name twice
     */
    public record JsonLimits(int depth, int members, int items, int string, int name, boolean duplicates) {
        public static final JsonLimits DEFAULT = new JsonLimits(64, 1_000, 10_000, 65_536, 256, false);
    }
}
