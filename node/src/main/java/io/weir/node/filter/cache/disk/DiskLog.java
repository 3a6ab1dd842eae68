package io.weir.node.filter.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records in the order in which they were written, in segments of one folder, of which the oldest goes when there is no more
 * room. What has been written is never changed: what no longer holds is said by a later record. A node that starts reads through
 * what is there once, without the bodies, and begins a new segment.
 *
 * <p>A record that is cut off at the end of a segment was being written when the node died; whoever reads through it goes on with
 * the next segment. Anything else that is not as it was written ends all belief: what followed might have been a purge.
 *
 * <p>One thread opens, appends and closes; any number read.
 */
public final class DiskLog implements AutoCloseable {
    private static final int SEGMENTS = 16;
    private static final long SMALLEST = 64L << 10;
    private static final long LARGEST = 64L << 20;
    private static final int PLACE_BITS = 32;

    private final Path folder;
    private final long mostBytes;
    private final long segmentBytes;
    private final FileChannel lockFile;
    private final Map<Integer, Segment> byNumber = new ConcurrentHashMap<>();
    private final Deque<Segment> inOrder = new ArrayDeque<>();
    private final AtomicLong bytes = new AtomicLong();
    private int last;
    /** What was there when the node started is never appended to. */
    private boolean begun;

    /** A record that was found. */
    public record Found(int kind, byte[] meta, byte[] body) {}

    /** Told of each record in order. */
    public interface Reader {
        void found(int kind, byte[] meta, long place) throws IOException;
    }

    private DiskLog(Path folder, long mostBytes, FileChannel lockFile) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.segmentBytes = Math.max(SMALLEST, Math.min(LARGEST, mostBytes / SEGMENTS));
        this.lockFile = lockFile;
    }

    /** Takes the folder for this node alone. @throws IOException also when another has it */
    public static DiskLog open(Path folder, long mostBytes) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel lockFile = FileChannel.open(
                folder.resolve("lock"),
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            // Said below.
        }
        if (lock == null) {
            lockFile.close();
            throw new IOException(folder + " is in use by another node");
        }
        return new DiskLog(folder, mostBytes, lockFile);
    }

    private List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("\\d{8}\\.log"))
                    .map(name -> Integer.parseInt(name.substring(0, 8)))
                    .sorted()
                    .toList();
        }
    }

    /** Deletes what is there. */
    public void dropAll() throws IOException {
        for (Segment segment : inOrder) {
            segment.close();
        }
        inOrder.clear();
        byNumber.clear();
        bytes.set(0);
        begun = false;
        for (int number : numbers()) {
            last = Math.max(last, number);
            Files.deleteIfExists(Segment.file(folder, number));
        }
    }

    /** Reads through all there is. False: it is not as it was written, and must be dropped. */
    public boolean read(Reader reader) throws IOException {
        int expected = -1;
        for (int number : numbers()) {
            Segment segment = Segment.open(folder, number);
            inOrder.add(segment);
            byNumber.put(number, segment);
            bytes.addAndGet(segment.length());
            last = number;
            if (expected >= 0 && number != expected || !read(segment, reader)) {
                return false;
            }
            expected = number + 1;
        }
        return true;
    }

    private static boolean read(Segment segment, Reader reader) throws IOException {
        long at = 0;
        while (at + DiskRecord.HEADER <= segment.length()) {
            byte[] bytes = segment.read(at, DiskRecord.HEADER);
            DiskRecord.Header header = bytes == null ? null : DiskRecord.read(ByteBuffer.wrap(bytes));
            if (header == null) {
                return false;
            }
            if (at + header.length() > segment.length()) {
                return true; // it was being written
            }
            byte[] meta = segment.read(at + DiskRecord.HEADER, header.meta());
            if (meta == null || !header.isMeta(meta)) {
                return false;
            }
            reader.found(header.kind(), meta, place(segment.number(), at));
            at += header.length();
        }
        return true;
    }

    private static long place(int number, long at) {
        return (long) number << PLACE_BITS | at;
    }

    /** Where it is, for {@link #read(long)}. What it takes the place of goes: the oldest segments. */
    public long append(int kind, byte[] meta, ByteBuffer... body) throws IOException {
        ByteBuffer header = DiskRecord.header(kind, meta, body);
        long length = (long) DiskRecord.HEADER + meta.length;
        for (ByteBuffer part : body) {
            length += part.remaining();
        }
        Segment segment = inOrder.peekLast();
        if (segment == null || !begun || segment.length() + length > segmentBytes && segment.length() > 0) {
            segment = begin();
        }
        while (bytes.get() + length > mostBytes && inOrder.size() > 1) {
            dropOldest();
        }
        bytes.addAndGet(length);
        return place(segment.number(), segment.append(header, meta, body));
    }

    private Segment begin() throws IOException {
        Segment segment = Segment.create(folder, ++last);
        begun = true;
        inOrder.add(segment);
        byNumber.put(segment.number(), segment);
        return segment;
    }

    /** What is written from now on lies at this place or behind it. */
    public long beginSegment() throws IOException {
        return place(begin().number(), 0);
    }

    /** Whether the segment of that place is still there. */
    public boolean has(long place) {
        return byNumber.containsKey((int) (place >>> PLACE_BITS));
    }

    /** Drops the oldest segment, unless it is the only one. */
    public void dropOldest() throws IOException {
        if (inOrder.size() > 1) {
            Segment oldest = inOrder.removeFirst();
            byNumber.remove(oldest.number());
            bytes.addAndGet(-oldest.length());
            oldest.delete();
        }
    }

    /** Drops all segments but the one that is written to, which is a new one. */
    public void dropOlder() throws IOException {
        begin();
        while (inOrder.size() > 1) {
            dropOldest();
        }
    }

    /** Drops all segments that lie before the one of this place. */
    public void dropBelow(long place) throws IOException {
        while (oldestPlace() < place && inOrder.size() > 1) {
            dropOldest();
        }
    }

    /** Null: it is gone, or not as it was written. */
    public @Nullable Found read(long place) throws IOException {
        Segment segment = byNumber.get((int) (place >>> PLACE_BITS));
        if (segment == null) {
            return null;
        }
        long at = place & 0xFFFFFFFFL;
        byte[] bytes = segment.read(at, DiskRecord.HEADER);
        DiskRecord.Header header = bytes == null ? null : DiskRecord.read(ByteBuffer.wrap(bytes));
        if (header == null) {
            return null;
        }
        byte[] meta = segment.read(at + DiskRecord.HEADER, header.meta());
        byte[] body = segment.read(at + DiskRecord.HEADER + header.meta(), header.body());
        if (meta == null || body == null || !header.isMeta(meta) || !header.isBody(body)) {
            return null;
        }
        return new Found(header.kind(), meta, body);
    }

    /** Everything before this place is gone. */
    public long oldestPlace() {
        Segment oldest = inOrder.peekFirst();
        return oldest == null ? Long.MAX_VALUE : place(oldest.number(), 0);
    }

    public long bytes() {
        return bytes.get();
    }

    /** So much may be in one record. */
    public long mostOfARecord() {
        return mostBytes / 4;
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : inOrder) {
            segment.close();
        }
        inOrder.clear();
        byNumber.clear();
        lockFile.close();
    }
}
