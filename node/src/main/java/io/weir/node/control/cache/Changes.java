package io.weir.node.control.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What unsafe methods have changed, gathered for a moment and told together. Bounded: what is too much is not told, as RFC 9111
 * §4.4 allows. Thread-safe, never blocks.
 */
final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final Duration GATHERED = Duration.ofMillis(2);
    private static final int MOST_WAITING = 4096;
    private static final int MOST_CHARS = 32 * 1024;

    private final ActorSystem<?> system;
    private final Consumer<List<String>> tell;
    private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();

    Changes(ActorSystem<?> system, Consumer<List<String>> tell) {
        this.system = system;
        this.tell = tell;
    }

    void add(String url) {
        if (url.length() > MOST_CHARS || count.incrementAndGet() > MOST_WAITING) {
            count.decrementAndGet();
            if (!warned.getAndSet(true)) {
                LOG.warn("more is changed by unsafe methods than other nodes' caches can be told: they serve what they"
                        + " have stored until it is stale");
            }
            return;
        }
        waiting.add(url);
        if (!telling.getAndSet(true)) {
            system.scheduler().scheduleOnce(GATHERED, this::tellAll, system.executionContext());
        }
    }

    private void tellAll() {
        telling.set(false);
        List<String> urls = new ArrayList<>();
        int chars = 0;
        for (String url = waiting.poll(); url != null; url = waiting.poll()) {
            count.decrementAndGet();
            if (chars + url.length() > MOST_CHARS) {
                tell.accept(urls);
                urls = new ArrayList<>();
                chars = 0;
            }
            urls.add(url);
            chars += url.length();
        }
        if (!urls.isEmpty()) {
            tell.accept(urls);
        }
        warned.set(false);
    }
}
