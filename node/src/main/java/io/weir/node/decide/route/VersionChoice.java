package io.weir.node.decide.route;

import io.weir.config.model.Api;
import io.weir.node.decide.protect.Preflight;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which version of an api a request names in a header, in its query or as a media type. (A version in the path is
 * nothing but a path.) Immutable.
 */
public final class VersionChoice {
    private static final FieldName ACCEPT = FieldName.of("accept");

    private final Api.By by;
    private final FieldName field;
    private final byte[] parameter;
    private final byte[][] names;
    private final int firstRoute;
    private final int byDefault;
    private final int unknown;

    /**
     * @param names the versions, whose routes are {@code firstRoute}, {@code firstRoute + 1}, ...
     * @param byDefault the route when the request names none, or {@link RouteTable#NONE}
     * @param unknown the route when the request names one that is not there
     */
    public VersionChoice(Api.Versioning versioning, List<String> names, int firstRoute, int byDefault, int unknown) {
        this.by = versioning.by();
        this.field = by == Api.By.MEDIA_TYPE ? ACCEPT : FieldName.of(versioning.name());
        this.parameter = versioning.name().getBytes(StandardCharsets.UTF_8);
        this.names = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.firstRoute = firstRoute;
        this.byDefault = byDefault;
        this.unknown = unknown;
    }

    int choose(RequestHead head) {
        int chosen =
                switch (by) {
                    case HEADER -> byHeader(head);
                    case QUERY -> byQuery(head);
                    case MEDIA_TYPE -> byMediaType(head);
                    case PATH -> throw new IllegalStateException("a version in the path is matched as a path");
                };
        // A preflight announces the fields that will name the version, but not what they say: the first one speaks for
        // all.
        return chosen == RouteTable.NONE && head instanceof Preflight ? firstRoute : chosen;
    }

    private int byHeader(RequestHead head) {
        int index = head.indexOf(field, 0);
        if (index < 0) {
            return byDefault;
        }
        for (int i = 0; i < names.length; i++) {
            if (Bytes.equal(head.buffer(), head.valueStart(index), head.valueEnd(index), names[i])) {
                return firstRoute + i;
            }
        }
        return unknown;
    }

    private int byQuery(RequestHead head) {
        long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), parameter);
        if (range < 0) {
            return byDefault;
        }
        for (int i = 0; i < names.length; i++) {
            if (QueryBytes.equalsDecoded(head.buffer(), (int) (range >>> 32), (int) range, names[i])) {
                return firstRoute + i;
            }
        }
        return unknown;
    }

    /** The first media range that names a version we have; else the default if one names none; else unknown. */
    private int byMediaType(RequestHead head) {
        byte[] buffer = head.buffer();
        boolean plain = false;
        boolean foreign = false;
        for (int i = head.indexOf(field, 0); i >= 0; i = head.indexOf(field, i + 1)) {
            int end = head.valueEnd(i);
            for (int start = head.valueStart(i); start < end; ) {
                int next = Bytes.indexOf(buffer, ',', start, end);
                int version = MediaRange.version(buffer, start, next, names);
                if (version >= 0) {
                    return firstRoute + version;
                }
                plain |= version == MediaRange.NO_VERSION;
                foreign |= version == MediaRange.OTHER_VERSION;
                start = next + 1;
            }
        }
        return foreign && !plain ? unknown : byDefault;
    }
}
