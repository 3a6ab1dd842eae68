/** Stored answers on disk: a log of checksummed records in segments, and where in it each key's latest is. Open {@code DiskLog} first. */
@NullMarked
package io.weir.node.filter.cache.disk;

import org.jspecify.annotations.NullMarked;
