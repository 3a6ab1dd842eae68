package io.weir.node.filter.cache;

/** Where answers of a URL differ, what lies under its key. */
final class Signpost extends Slot {
    private static final int OVERHEAD = 500;

    private final String key;
    private final Variants variants;

    Signpost(String key, Variants variants) {
        super(hash(key));
        this.key = key;
        this.variants = variants;
    }

    String key() {
        return key;
    }

    Variants variants() {
        return variants;
    }

    @Override
    int weight() {
        return OVERHEAD + 2 * key.length();
    }
}
