package io.weir.config.model;

/** Changes the path before forwarding: {@code prefix} is cut off and {@code replacement} put in its place. */
public record Rewrite(String prefix, String replacement) {}
