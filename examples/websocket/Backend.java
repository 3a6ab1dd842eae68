import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

/**
 * A backend of one file: {@code /chat} is a WebSocket that says everything back, {@code /events} tells the time ten times,
 * once a second, as server-sent events. Run with {@code java Backend.java 9301}.
 */
class Backend {
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    public static void main(String[] arguments) throws IOException {
        ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 256, InetAddress.getLoopbackAddress());
        System.out.println("listening on " + server.getLocalPort());
        while (true) {
            Socket socket = server.accept();
            new Thread(() -> serve(socket)).start();
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            String request = line(in);
            String key = null;
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                if (field.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = field.substring(field.indexOf(':') + 1).strip();
                }
            }
            if (key != null) {
                say(out, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
                echo(in, out);
            } else if (request.startsWith("GET /events")) {
                say(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
                for (int i = 0; i < 10; i++) {
                    say(out, "data: " + java.time.LocalTime.now() + "\n\n");
                    Thread.sleep(1000);
                }
            } else {
                say(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        } catch (IOException gone) {
            // Whoever is gone has said enough.
        } catch (InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 6455 §4.2.2: proves that the handshake was understood. */
    private static String accept(String key) throws GeneralSecurityException {
        byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    }

    /** RFC 6455 §5.2: clients mask what they send, servers do not. */
    private static void echo(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(Math.toIntExact(length));
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            int opcode = first & 0xf;
            out.write(first & 0xf0 | (opcode == PING ? PONG : opcode));
            if (length < 126) {
                out.write((int) length);
            } else if (length < 0x10000) {
                out.write(new byte[] {126, (byte) (length >> 8), (byte) length});
            } else {
                out.write(java.nio.ByteBuffer.allocate(9).put((byte) 127).putLong(length).array());
            }
            out.write(payload);
            out.flush();
            if (opcode == CLOSE) {
                return;
            }
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
