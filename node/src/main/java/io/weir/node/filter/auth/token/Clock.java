package io.weir.node.filter.auth.token;

/** What time it is. */
interface Clock {
    Clock SYSTEM = new Clock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long seconds() {
            return System.currentTimeMillis() / 1000;
        }
    };

    /** Monotonic. */
    long nanos();

    /** Unix time: tokens speak of it. */
    long seconds();
}
