/**
 * The gateway document as records: immutable, validated elsewhere, no IO. Open {@link GatewayDocument} first.
 */
@NullMarked
package io.weir.config.model;

import org.jspecify.annotations.NullMarked;
