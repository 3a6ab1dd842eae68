package io.weir.node.decide.signature;

import io.weir.node.decide.signature.Structured.Bare;
import io.weir.node.decide.signature.Structured.InnerList;
import io.weir.node.decide.signature.Structured.Item;
import io.weir.node.decide.signature.Structured.Kind;
import io.weir.node.decide.signature.Structured.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signature of a request and what it says about itself (RFC 9421 §4); nothing of it is believed yet.
 *
 * @param created Unix seconds
 * @param expires Unix seconds; {@link #NEVER} when it says nothing
 * @param nonce empty when it has none
 * @param algorithm its {@code alg}; empty when it names none
 * @param parameters {@code @signature-params} as the signature base has it
 */
public record SignatureInput(
        String label,
        List<Component> components,
        long created,
        long expires,
        String nonce,
        String algorithm,
        String keyId,
        String tag,
        String parameters,
        byte[] signature) {
    /** More bytes of {@code Signature-Input} or of {@code Signature} are malformed. */
    public static final int LONGEST = 8 * 1024;

    public static final long NEVER = Long.MAX_VALUE;

    private static final int MOST_SIGNATURES = 8;
    private static final int MOST_COMPONENTS = 64;

    public SignatureInput {
        components = List.copyOf(components);
    }

    /** What the two fields have. */
    public sealed interface Reading {
        /** Nothing that concerns the policy. */
        record None() implements Reading {}

        record Malformed() implements Reading {}

        /** @param found in their order, at least one */
        record Some(List<SignatureInput> found) implements Reading {}
    }

    /**
     * The signatures that may be meant.
     *
     * @param inputs the value of {@code Signature-Input}
     * @param signatures the value of {@code Signature}
     * @param label only this one; empty: any
     * @param tag only those with it; empty: any
     */
    public static Reading read(String inputs, String signatures, String label, String tag) {
        if (inputs.length() > LONGEST || signatures.length() > LONGEST) {
            return new Reading.Malformed();
        }
        Map<String, Member> said = StructuredParser.dictionary(inputs);
        Map<String, Member> made = StructuredParser.dictionary(signatures);
        if (said == null || made == null || said.size() > MOST_SIGNATURES || made.size() > MOST_SIGNATURES) {
            return new Reading.Malformed();
        }
        List<SignatureInput> found = new ArrayList<>(1);
        for (Map.Entry<String, Member> entry : said.entrySet()) {
            if (isMeant(entry.getKey(), entry.getValue(), label, tag)) {
                SignatureInput one = of(entry.getKey(), entry.getValue(), made.get(entry.getKey()));
                if (one == null) {
                    return new Reading.Malformed();
                }
                found.add(one);
            }
        }
        return found.isEmpty() ? new Reading.None() : new Reading.Some(found);
    }

    private static boolean isMeant(String found, Member member, String label, String tag) {
        Bare said = member.parameters().get("tag");
        boolean tagged = tag.isEmpty()
                || said != null && said.isString() && said.string().equals(tag);
        return tagged && (label.isEmpty() || label.equals(found));
    }

    private static @Nullable SignatureInput of(String label, Member input, @Nullable Member signature) {
        if (!(input instanceof InnerList list)
                || !(signature instanceof Item made)
                || made.bare().kind() != Kind.BYTES
                || !made.parameters().isEmpty()
                || list.items().size() > MOST_COMPONENTS) {
            return null;
        }
        List<Component> components = components(list);
        Map<String, Bare> parameters = list.parameters();
        Bare created = parameters.get("created");
        Bare expires = parameters.get("expires");
        if (components == null
                || created == null
                || created.kind() != Kind.INTEGER
                || expires != null && expires.kind() != Kind.INTEGER
                || !areStrings(parameters, "nonce", "alg", "keyid", "tag")) {
            return null;
        }
        return new SignatureInput(
                label,
                components,
                created.integer(),
                expires == null ? NEVER : expires.integer(),
                string(parameters, "nonce"),
                string(parameters, "alg"),
                string(parameters, "keyid"),
                string(parameters, "tag"),
                list.written(),
                made.bare().bytes());
    }

    /** Each once (§2): null when one is there twice, or is none that can be verified. */
    private static @Nullable List<Component> components(InnerList list) {
        List<Component> components = new ArrayList<>(list.items().size());
        Set<String> seen = new HashSet<>();
        for (Item item : list.items()) {
            Component component = Component.of(item);
            if (component == null || !seen.add(component.identifier())) {
                return null;
            }
            components.add(component);
        }
        return components;
    }

    private static boolean areStrings(Map<String, Bare> parameters, String... names) {
        for (String name : names) {
            Bare value = parameters.get(name);
            if (value != null && !value.isString()) {
                return false;
            }
        }
        return true;
    }

    private static String string(Map<String, Bare> parameters, String name) {
        Bare value = parameters.get(name);
        return value == null ? "" : value.string();
    }

    /** Whether anything of {@code name} is covered. */
    public boolean mentions(String name) {
        return components.stream().anyMatch(component -> component.name().equals(name));
    }

    /** Whether {@code name} is covered as a whole. */
    public boolean covers(String name) {
        for (Component component : components) {
            if (component.name().equals(name) && component.isWhole()) {
                return true;
            }
        }
        return false;
    }

    /** Never the signature. */
    @Override
    public String toString() {
        return "the signature " + label;
    }
}
