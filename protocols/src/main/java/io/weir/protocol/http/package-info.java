/**
 * HTTP as values: heads, field names, problems, rate-limit fields. No IO; sees only the JDK. Open {@link RequestHead} first.
 */
@NullMarked
package io.weir.protocol.http;

import org.jspecify.annotations.NullMarked;
