/**
 * What the admin API says: one record an answer. Values only; sees only the JDK and Jackson annotations.
 */
@NullMarked
package io.weir.protocol.admin;

import org.jspecify.annotations.NullMarked;
