import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Asks for many different addresses once, several requests under way on each connection: what a cache is filled by. */
final class CacheFill {
    private static final int CONNECTIONS = 8;
    private static final int AHEAD = 32;

    private final URI base;
    private final int count;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /** @param base what the number of each is added to */
    CacheFill(String base, int count) {
        this.base = URI.create(base);
        this.count = count;
    }

    /** Bytes of all addresses and answers, without what concerns the connection: what there is to keep. */
    long run() throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int first = i;
            threads.add(new Thread(() -> ask(first)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failures.get() > 0) {
            throw new IOException(failures + " of " + CONNECTIONS + " connections failed");
        }
        return bytes.get();
    }

    private void ask(int first) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int next = first; next < count; next += CONNECTIONS * AHEAD) {
                StringBuilder requests = new StringBuilder();
                int asked = 0;
                for (int number = next; number < count && asked < AHEAD; number += CONNECTIONS, asked++) {
                    requests.append("GET ").append(base.getPath()).append(number).append(" HTTP/1.1\r\nHost: ")
                            .append(base.getAuthority()).append("\r\n\r\n");
                    bytes.addAndGet(base.toString().length() + String.valueOf(number).length());
                }
                socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
                for (int answer = 0; answer < asked; answer++) {
                    bytes.addAndGet(read(in));
                }
            }
        } catch (IOException e) {
            System.err.println("weir bench: " + e);
            failures.incrementAndGet();
        }
    }

    private static int read(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("instead of an answer: " + status);
        }
        int size = status.length() + 2;
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            boolean backends = lower.matches("(server|date|content-type|content-length|x-made|cache-control):.*");
            size += backends ? line.length() + 2 : 0;
        }
        in.skipNBytes(length);
        return size + length;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection has ended");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
