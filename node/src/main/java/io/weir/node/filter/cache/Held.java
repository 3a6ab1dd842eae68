package io.weir.node.filter.cache;

/** What is in store under a key: an answer, or by what the answers there differ. */
sealed interface Held permits Stored, Variants {}
