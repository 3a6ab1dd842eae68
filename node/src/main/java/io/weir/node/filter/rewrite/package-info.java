/**
 * Heads by templates: compiled when a document is activated, filled for each exchange. Sees decisions, ports and the model.
 * Open {@link io.weir.node.filter.rewrite.RewriteFilter} first.
 */
@NullMarked
package io.weir.node.filter.rewrite;

import org.jspecify.annotations.NullMarked;
