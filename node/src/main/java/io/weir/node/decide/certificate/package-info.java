/**
 * Judgements on certificates: whether one may be used, which names it covers, when to warn. Pure. Open {@link
 * io.weir.node.decide.certificate.CertificateRules} first.
 */
@NullMarked
package io.weir.node.decide.certificate;

import org.jspecify.annotations.NullMarked;
