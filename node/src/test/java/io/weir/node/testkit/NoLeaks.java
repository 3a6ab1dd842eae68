package io.weir.node.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a class of tests that let go of a buffer without releasing it. */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final int ROUNDS = 3;

    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        log().addAppender(reports);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (int round = 0; round < ROUNDS; round++) {
            collectGarbage();
            ByteBufAllocator.DEFAULT.buffer().release(); // this is when the detector looks at what was collected
        }
        log().detachAppender(reports);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        List<String> leaks =
                reports.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaks: " + leaks);
        }
    }

    private static void collectGarbage() {
        WeakReference<Object> witness = new WeakReference<>(new Object());
        Await.until(() -> "collected", () -> {
            System.gc();
            return witness.refersTo(null);
        });
    }
}
