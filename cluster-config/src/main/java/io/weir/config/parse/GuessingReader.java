package io.weir.config.parse;

import io.weir.config.model.Guessing;
import io.weir.config.parse.Tree.Scalar;
import java.time.Duration;
import java.util.Optional;

/** Reads and writes {@code authenticate.guessing}: {@code off} or how many failures are listened to. */
final class GuessingReader {
    private static final String OFF = "off";
    private static final String EXPECTED = "off, or a mapping such as { failures: 10, per: 1m }";
    private static final int MOST_FAILURES = 10_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    private GuessingReader() {}

    static Optional<Guessing> read(Fields fields) {
        Tree tree = fields.tree("guessing");
        if (tree == null) {
            return Optional.of(Guessing.DEFAULT);
        }
        if (tree instanceof Scalar scalar && scalar.text().equals(OFF)) {
            return Optional.empty();
        }
        return fields.child("guessing", EXPECTED).map(GuessingReader::terms);
    }

    private static Guessing terms(Fields fields) {
        int failures = fields.value(
                        "failures",
                        text -> Terms.integer(text, 1, MOST_FAILURES),
                        "a whole number from 1 to " + MOST_FAILURES)
                .orElse(Guessing.DEFAULT.failures());
        Duration per = fields.value("per", GuessingReader::per, "a duration from 1s to 24h")
                .orElse(Guessing.DEFAULT.per());
        fields.end();
        return new Guessing(failures, per);
    }

    private static Optional<Duration> per(String text) {
        return Units.duration(text).filter(per -> per.toSeconds() >= 1 && per.compareTo(LONGEST) <= 0);
    }

    static Shape write(Shape shape, Optional<Guessing> guessing) {
        if (guessing.isEmpty()) {
            return shape.put("guessing", OFF);
        }
        Guessing terms = guessing.get();
        return shape.putShape(
                "guessing",
                new Shape()
                        .putUnless("failures", terms.failures(), Guessing.DEFAULT.failures())
                        .putUnless("per", terms.per(), Guessing.DEFAULT.per(), Units::duration));
    }
}
