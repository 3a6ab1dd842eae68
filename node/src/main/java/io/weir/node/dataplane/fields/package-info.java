/**
 * Heads on their way between HTTP/2 and the lines of HTTP/1.1 in which the exchange sees all of them. Open
 * {@link FieldsReader} first, then {@link FieldsWriter}.
 */
@NullMarked
package io.weir.node.dataplane.fields;

import org.jspecify.annotations.NullMarked;
