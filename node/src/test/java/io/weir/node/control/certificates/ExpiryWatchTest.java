package io.weir.node.control.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.config.model.Certificate;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class ExpiryWatchTest {
    private static final TestCa CA = TestCa.root("Test Root");
    private static final Certificate DECLARED = new Certificate("shop", new Certificate.Source.Uploaded());

    private final Instant start = Instant.now();
    private final Logger log = (Logger) LoggerFactory.getLogger(ExpiryWatch.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Board board = new Board();
    private Instant now = start;
    private final ExpiryWatch watch = new ExpiryWatch(board, () -> now);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
    }

    private void show(CertificateMaterial material) {
        show(DECLARED, material);
    }

    private void show(Certificate declared, CertificateMaterial material) {
        Shelf shelf = new Shelf(Map.of("shop", Held.kept(declared, Optional.of(material), now, "")));
        board.stage(shelf);
        board.activate(shelf);
    }

    /** What is said when time has come so far, looked at twice. */
    private List<String> after(Duration time) {
        now = start.plus(time);
        lines.list.clear();
        watch.look();
        watch.look();
        List<String> said = new ArrayList<>();
        lines.list.forEach(line -> said.add(line.getLevel() + " " + line.getFormattedMessage()));
        return said;
    }

    @Test
    void whatTheClusterRenewsIsNoneToWarnOfBeforeItIsOverdue() {
        Instant end = start.plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.SECONDS);
        Certificate ordered = new Certificate(
                "shop",
                new Certificate.Source.Acme(
                        URI.create("https://acme.test/dir"),
                        List.of("shop.test"),
                        Optional.empty(),
                        Certificate.Challenge.HTTP_01,
                        Certificate.AcmeKey.EC,
                        Optional.empty(),
                        Optional.empty()));
        show(ordered, CA.leaf("shop.test").valid(start, end).issue().material("shop"));
        assertThat(after(Duration.ofDays(67))).isEmpty();
        assertThat(after(Duration.ofDays(68))).hasSize(1).allMatch(line -> line.startsWith("WARN certificate shop"));
        assertThat(after(Duration.ofDays(91))).hasSize(1).allMatch(line -> line.startsWith("ERROR certificate shop"));
    }

    @Test
    void eachStepIsSaidOnce() {
        Instant end = start.plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.SECONDS);
        show(CA.leaf("shop.test").valid(start, end).issue().material("shop"));
        assertThat(after(Duration.ZERO)).isEmpty();
        assertThat(after(Duration.ofDays(59))).isEmpty();
        assertThat(after(Duration.ofDays(61)))
                .containsExactly("WARN certificate shop expires at " + end + ", in 28 days");
        assertThat(after(Duration.ofDays(80))).isEmpty();
        assertThat(after(Duration.ofDays(84)))
                .containsExactly("WARN certificate shop expires at " + end + ", in 5 days");
        assertThat(after(Duration.ofHours(90 * 24 - 2)))
                .containsExactly("WARN certificate shop expires at " + end + ", in 0 days");
        assertThat(after(Duration.ofDays(91)))
                .containsExactly("ERROR certificate shop has expired at " + end + "; clients refuse it");
        assertThat(after(Duration.ofDays(99))).isEmpty();
        show(CA.leaf("shop.test")
                .valid(now, now.plus(Duration.ofDays(20)))
                .issue()
                .material("shop"));
        assertThat(after(Duration.ofDays(99)))
                .as("another one, near its end, too")
                .hasSize(1);
        assertThat(lines.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.ERROR));
    }

    @Test
    void aResponseThatIsTooOldIsNoLongerStapled() {
        TestCertificate made = CA.leaf("shop.test").issue();
        byte[] response = MadeByHand.ocsp(made, CA, start.plus(Duration.ofDays(2)));
        List<String> changed = new ArrayList<>();
        show(new CertificateMaterial("shop", made.chain(), made.key(), response));
        board.onChange(changed::add);
        assertThat(after(Duration.ofDays(1))).isEmpty();
        assertThat(after(Duration.ofDays(3)))
                .containsExactly("WARN certificate shop: its OCSP response is too old and no longer stapled");
        assertThat(Objects.requireNonNull(board.current("shop")).ocsp()).isEmpty();
        assertThat(changed).containsExactly("shop");
    }
}
