/** What several tests need: clusters in one process, waiting on conditions. */
@NullMarked
package io.weir.node.testkit;

import org.jspecify.annotations.NullMarked;
