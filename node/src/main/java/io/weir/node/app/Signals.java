package io.weir.node.app;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** SIGTERM and SIGINT: the first ends the process in order, the second at once. */
final class Signals {
    private static final int ENDED_BY_FORCE = 130;

    private Signals() {}

    /**
     * Takes over both signals.
     *
     * @param orderly run once, on a thread of its own, on the first signal; it ends the process
     */
    static void onTermination(Runnable orderly) {
        AtomicBoolean ending = new AtomicBoolean();
        for (String name : new String[] {"TERM", "INT"}) {
            handle(name, () -> {
                if (ending.compareAndSet(false, true)) {
                    new Thread(orderly, "weir-shutdown").start();
                } else {
                    Runtime.getRuntime().halt(ENDED_BY_FORCE);
                }
            });
        }
    }

    /**
     * The only way to tell a second signal from the first is {@code sun.misc.Signal}, which jdk.unsupported keeps for
     * such use; by reflection, because the compiler's warning about it cannot be suppressed.
     */
    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getDeclaringClass() == handler) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            Runtime.getRuntime().addShutdownHook(new Thread(action, "weir-shutdown-hook"));
        }
    }
}
