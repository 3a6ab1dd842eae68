package io.weir.node.telemetry;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The process's standard output, beside {@link System#out} and without its lock. */
final class StandardOutput implements LineSink {
    @SuppressWarnings("resource") // the process's own; stays open
    private final FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();

    @Override
    public void write(ByteBuffer lines) throws IOException {
        while (lines.hasRemaining()) {
            out.write(lines);
        }
    }

    @Override
    public String name() {
        return "standard output";
    }

    @Override
    public void close() {}
}
