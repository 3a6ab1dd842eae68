package io.weir.node.decide.cache;

import io.weir.node.decide.cache.StructuredDictionary.Bare;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code CDN-Cache-Control} (RFC 9213): a dictionary of structured fields. One that is malformed or empty is as if it were not there;
 * otherwise it takes the place of {@code Cache-Control} and {@code Expires}.
 */
public final class TargetedControl {
    private static final Set<String> SECONDS =
            Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");
    private static final Set<String> NAMES = Set.of("no-cache", "private");

    private TargetedControl() {}

    /** Null: it is not to be looked at. */
    public static @Nullable CacheControl parse(String text) {
        Map<String, Bare> members = StructuredDictionary.parse(text);
        if (members == null || members.isEmpty()) {
            return null;
        }
        CacheControl.Reader reader = new CacheControl.Reader();
        members.forEach((name, value) -> add(reader, name, value));
        return reader.done();
    }

    /** RFC 9213 §2.1: what is of another type than its directive has is not taken; where that would allow more, the stricter. */
    private static void add(CacheControl.Reader reader, String name, Bare value) {
        if (value.type() == Bare.Type.BOOLEAN && value.text().equals("?0")) {
            return;
        }
        if (SECONDS.contains(name)) {
            if (value.type() == Bare.Type.INTEGER) {
                reader.add(name, value.text(), true);
            }
        } else if (NAMES.contains(name) && value.type() == Bare.Type.STRING) {
            reader.add(name, value.text(), true);
        } else {
            reader.add(name, "", false);
        }
    }
}
