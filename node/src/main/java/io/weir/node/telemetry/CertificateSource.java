package io.weir.node.telemetry;

import java.util.Map;
import java.util.function.Supplier;
import kamon.tag.TagSet;

/** How long certificates will do. Their names come from the document. */
final class CertificateSource implements Source {
    private final Supplier<Map<String, Double>> daysLeft;
    private final GaugeSet expiry = new GaugeSet(Metric.CERTIFICATE_EXPIRY);

    CertificateSource(Supplier<Map<String, Double>> daysLeft) {
        this.daysLeft = daysLeft;
    }

    @Override
    public void update(Instruments to) {
        daysLeft.get().forEach((name, days) -> expiry.set(to, TagSet.of("certificate", name), days));
        expiry.done(to);
    }
}
