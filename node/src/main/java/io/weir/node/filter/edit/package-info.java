/**
 * What a document says of bodies of JSON: patches, merge patches, projections. Each works on trees and sees no exchange but for
 * the values of its templates. Open {@link io.weir.node.filter.edit.DocumentEdits} first.
 */
@NullMarked
package io.weir.node.filter.edit;

import org.jspecify.annotations.NullMarked;
