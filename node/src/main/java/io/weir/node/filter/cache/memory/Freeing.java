package io.weir.node.filter.cache.memory;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Gives the memory of a direct buffer back now; where the JDK does not let us, its collector does later. */
final class Freeing {
    private static final @Nullable Object UNSAFE;
    private static final @Nullable Method CLEAN;

    static {
        Object unsafe = null;
        Method clean = null;
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field only = type.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            unsafe = only.get(null);
            clean = type.getMethod("invokeCleaner", ByteBuffer.class);
        } catch (ReflectiveOperationException | RuntimeException notThere) {
            clean = null;
        }
        UNSAFE = unsafe;
        CLEAN = clean;
    }

    private Freeing() {}

    /** Neither the buffer nor a view of it may be touched afterwards. */
    static void free(ByteBuffer memory) {
        Method clean = CLEAN;
        if (clean == null || UNSAFE == null) {
            return;
        }
        try {
            clean.invoke(UNSAFE, memory);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a slab could not be given back", e);
        }
    }
}
