/**
 * What changes between two documents, and revisions. Pure.
 */
@NullMarked
package io.weir.config.change;

import org.jspecify.annotations.NullMarked;
