/**
 * The formats that bodies are converted between: each reads a tree and writes one. Pure: no exchange, no wire. Open {@link
 * io.weir.node.filter.transform.format.Codec} first.
 */
@org.jspecify.annotations.NullMarked
package io.weir.node.filter.transform.format;
