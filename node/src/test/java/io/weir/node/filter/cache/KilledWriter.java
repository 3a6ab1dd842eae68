package io.weir.node.filter.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A process that stores answers until it is killed. */
final class KilledWriter {
    static final int KEYS = 300;
    private static final int MARK_AFTER = 1_000;

    private KilledWriter() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path root = Path.of(args[0]);
        MemoryTier memory = new MemoryTier(1 << 20, new Figures());
        DiskTier disk = DiskTierTest.open(root, new PurgeLog());
        Random random = new Random();
        for (int step = 0; ; step++) {
            int number = random.nextInt(KEYS);
            byte[] body = body(number, step, random.nextInt(5_000));
            Entry entry = memory.put(DiskTierTest.key(number), MemoryTierTest.answer(number, body));
            if (entry != null) {
                disk.write(DiskTierTest.key(number), entry);
                entry.release();
            }
            if (step % 10 == 0) {
                disk.settle();
            }
            if (step == MARK_AFTER) {
                Files.createFile(root.resolve("said-" + args[1]));
            }
        }
    }

    /** Number, step, and then what follows from them. */
    private static byte[] body(int number, int step, int more) {
        byte[] bytes = new byte[8 + more];
        new Random(number * 31L + step).nextBytes(bytes);
        ByteBuffer.wrap(bytes).putInt(number).putInt(step);
        return bytes;
    }

    static boolean isWhole(int number, byte[] bytes) {
        ByteBuffer said = ByteBuffer.wrap(bytes);
        boolean its = said.getInt() == number;
        return its && Arrays.equals(bytes, body(number, said.getInt(), bytes.length - 8));
    }
}
