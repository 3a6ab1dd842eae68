package io.weir.config.parse;

/** Where something stands: for people (position) and for programs (path). */
record Place(Position at, Path path) {}
