package io.weir.node.filter.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.protocol.http.Problem;
import org.jspecify.annotations.Nullable;

/** The queries of one policy that were read lately: clients ask for the same few again and again. Thread-safe. */
final class Queries {
    /** Characters of text; what is made of it has a few times that. */
    private static final long MOST_TEXT = 4L << 20;

    private final QueryReader reader;
    private final PersistedQueries persisted;
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .maximumWeight(MOST_TEXT)
            .weigher((String text, Known read) -> 100 + text.length())
            .build();

    Queries(QueryReader reader, PersistedQueries persisted) {
        this.reader = reader;
        this.persisted = persisted;
    }

    /** Exactly one is there. */
    private record Known(@Nullable QueryText query, @Nullable Problem refused) {}

    /** Null: it has to be read first. */
    @Nullable
    QueryText known(String text) throws Refused {
        QueryText declared = persisted.of(text);
        if (declared != null) {
            return declared;
        }
        Known before = known.getIfPresent(text);
        return before == null ? null : told(before);
    }

    /** Takes its time: on a worker. */
    QueryText read(String text) throws Refused {
        QueryText before = known(text);
        if (before != null) {
            return before;
        }
        Known now = attempt(text);
        known.put(text, now);
        return told(now);
    }

    private Known attempt(String text) {
        try {
            return new Known(reader.read(text), null);
        } catch (Refused e) {
            return new Known(null, e.problem());
        }
    }

    private static QueryText told(Known known) throws Refused {
        QueryText query = known.query;
        if (query != null) {
            return query;
        }
        Problem refused = known.refused;
        throw refused == null ? Refused.request("It cannot be read") : new Refused(refused);
    }
}
