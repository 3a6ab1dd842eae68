package io.weir.node.filter.auth;

/**
 * A credential that may have been guessed.
 *
 * @param name whom it was tried for; empty where a credential has no name beside it
 * @param start where it is in the head's buffer
 */
record Guess(String name, int start, int end) {}
