package io.weir.config.parse;

import io.weir.config.model.CachePolicy;
import io.weir.config.model.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code cache}, and how it is written. */
final class CachePolicyReader {
    static final List<String> KINDS = List.of("cache");
    private static final String EXPECTED = "a mapping such as { memory: 256MiB, max-entry: 8MiB }";
    private static final String KEY = "a mapping such as { query: [id, page], headers: [X-Tenant] }";
    private static final String PARAMETER = "the name of a query parameter";
    private static final String COOKIE = "the name of a cookie";
    private static final String DISK = "a mapping such as { path: cache, size: 4GiB }";
    private static final String PATH = "a folder, seen from weir.node.data-dir, without '..'";
    private static final long LEAST_DISK = 1 << 20;
    private static final long MOST_DISK = 1L << 44;
    /** An entry that has more than this part of the disk is not written to it. */
    private static final long DISK_ENTRIES = 8;

    private static final long LEAST_MEMORY = 64 << 10;
    private static final long MOST_MEMORY = 1L << 40;
    private static final long LEAST_ENTRY = 1 << 10;
    private static final long MOST_ENTRY = 1L << 30;

    private CachePolicyReader() {}

    /** Empty when the policy is none. */
    static Optional<Policy> read(String name, Fields fields) {
        return fields.child("cache", EXPECTED).map(cache -> policy(name, cache));
    }

    private static Policy policy(String name, Fields fields) {
        long memory = Numbers.size(fields, "memory", CachePolicy.MEMORY, LEAST_MEMORY, MOST_MEMORY);
        long normal = Math.min(CachePolicy.MAX_ENTRY, memory);
        long entry = Numbers.size(fields, "max-entry", normal, LEAST_ENTRY, MOST_ENTRY);
        Optional<Fields> key = fields.child("key", KEY);
        CachePolicy policy = new CachePolicy(
                name,
                memory,
                entry,
                key.filter(of -> of.has("query")).map(of -> of.words("query", PARAMETER, CachePolicyReader::parameter)),
                key.map(of -> of.words("headers", Terms.FIELD, Terms::field)).orElse(List.of()),
                key.map(of -> of.words("cookies", COOKIE, CachePolicyReader::cookie))
                        .orElse(List.of()),
                key.flatMap(of -> of.value("consumer", Terms::truth, Terms.TRUTH))
                        .orElse(false),
                Numbers.duration(fields, "heuristic", CachePolicy.HEURISTIC, Duration.ZERO),
                Numbers.duration(fields, "negative", Duration.ZERO, Duration.ZERO),
                fields.value("strip-tags", Terms::truth, Terms.TRUTH).orElse(false),
                fields.value("cluster", Terms::truth, Terms.TRUTH).orElse(true),
                fields.child("disk", DISK).map(disk -> disk(disk, entry)));
        key.ifPresent(Fields::end);
        fields.end();
        if (entry > memory) {
            fields.mistake("max-entry", "is more than the memory", "at most " + Units.size(memory));
        }
        return policy;
    }

    private static CachePolicy.Disk disk(Fields fields, long entry) {
        String path = fields.required("path", CachePolicyReader::path, PATH, "cache");
        long size = Numbers.size(fields, "size", CachePolicy.DISK, LEAST_DISK, MOST_DISK);
        fields.end();
        if (size < DISK_ENTRIES * entry) {
            String least = Units.size(DISK_ENTRIES * entry);
            fields.mistake("size", "has not room enough for entries of max-entry", "at least " + least);
        }
        return new CachePolicy.Disk(path, size);
    }

    private static Optional<String> path(String text) {
        boolean plain = !text.isBlank() && text.chars().allMatch(c -> c >= ' ' && c < 127);
        return plain && !List.of(text.split("/", -1)).contains("..") ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> parameter(String text) {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && "&=#+%".indexOf(c) < 0);
        return plain ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> cookie(String text) {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && "=;,\"".indexOf(c) < 0);
        return plain ? Optional.of(text) : Optional.empty();
    }

    /** Puts the rule's one field into {@code shape}. */
    static void put(Shape shape, CachePolicy policy) {
        Shape key = new Shape()
                .putIfPresent("query", policy.query(), names -> names)
                .putWords("headers", policy.headers())
                .putWords("cookies", policy.cookies())
                .putUnless("consumer", policy.consumer(), false, yes -> yes);
        long normal = Math.min(CachePolicy.MAX_ENTRY, policy.memoryBytes());
        shape.put(
                "cache",
                new Shape()
                        .putUnless("memory", policy.memoryBytes(), CachePolicy.MEMORY, Units::size)
                        .putUnless("max-entry", policy.maxEntryBytes(), normal, Units::size)
                        .putShape("key", key)
                        .putUnless("heuristic", policy.heuristic(), CachePolicy.HEURISTIC, Units::duration)
                        .putUnless("negative", policy.negative(), Duration.ZERO, Units::duration)
                        .putUnless("strip-tags", policy.stripTags(), false, yes -> yes)
                        .putUnless("cluster", policy.cluster(), true, yes -> yes)
                        .putShape("disk", disk(policy))
                        .fields());
    }

    private static Shape disk(CachePolicy policy) {
        Shape shape = new Shape();
        policy.disk().ifPresent(disk -> shape.put("path", disk.path())
                .putUnless("size", disk.sizeBytes(), CachePolicy.DISK, Units::size));
        return shape;
    }
}
