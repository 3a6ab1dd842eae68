package io.weir.node.admin;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Revisions as entity tags (RFC 9110 §8.8.3): revision 12 is {@code "r12"}. */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("\"r([0-9]{1,18})\"");

    private EntityTags() {}

    static String of(long revision) {
        return "\"r" + revision + "\"";
    }

    /**
     * The revision that a change was made from; empty when the client does not mind, or says {@code *}.
     *
     * @throws Refusal when it is anything else than one tag
     */
    static OptionalLong ifMatch(Optional<String> field) {
        if (field.isEmpty() || field.get().strip().equals("*")) {
            return OptionalLong.empty();
        }
        Matcher tag = TAG.matcher(field.get().strip());
        if (!tag.matches()) {
            throw Refusal.badRequest(
                    "If-Match",
                    "It is not the ETag of a revision.",
                    "the ETag that GET /v1/config answered, e.g. \"r12\"");
        }
        return OptionalLong.of(Long.parseLong(tag.group(1)));
    }

    /** Whether the client has this revision already ({@code If-None-Match}). */
    static boolean has(Optional<String> field, long revision) {
        return field.isPresent() && field.get().contains(of(revision));
    }
}
