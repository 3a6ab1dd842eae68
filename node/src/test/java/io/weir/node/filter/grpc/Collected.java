package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.http.ParsedResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a translation says, held against the order in which it may. */
final class Collected implements AnswerTranslation.Answer {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private String lines = "";
    private boolean ended;
    private boolean cut;
    private @Nullable Runnable later;

    /** Of {@code lines}, each without its end. */
    static ParsedResponse head(int status, String... lines) {
        String text = "HTTP/1.1 " + status + " \r\n" + String.join("\r\n", lines) + (lines.length == 0 ? "" : "\r\n")
                + "\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ParsedResponse head = new ParsedResponse();
        assertThat(head.parse(bytes, bytes.length)).isPositive();
        return head;
    }

    static byte[] trailers(String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void head(int newStatus, byte[] newLines) {
        assertThat(status).as("one head").isZero();
        assertThat(isOver()).isFalse();
        status = newStatus;
        lines = new String(newLines, StandardCharsets.ISO_8859_1);
        head(newStatus, lines.strip().split("\r\n"));
    }

    @Override
    public void asIs(int newStatus, byte[] newLines) {
        head(newStatus, newLines);
    }

    @Override
    public void body(byte[] bytes) {
        assertThat(status).as("a head before the body").isPositive();
        assertThat(isOver()).isFalse();
        body.writeBytes(bytes);
    }

    @Override
    public void end(byte[] trailers) {
        assertThat(status).as("a head before the end").isPositive();
        assertThat(isOver()).isFalse();
        ended = true;
    }

    @Override
    public Executor later() {
        return said -> {
            assertThat(later).as("said once").isNull();
            later = said;
        };
    }

    /** What {@link #later} was told. */
    void runLater() {
        assertThat(later).isNotNull();
        Objects.requireNonNull(later).run();
    }

    @Override
    public void cut() {
        assertThat(isOver()).isFalse();
        cut = true;
    }

    boolean isOver() {
        return ended || cut;
    }

    boolean isCut() {
        return cut;
    }

    int status() {
        return status;
    }

    String lines() {
        return lines;
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return body.toByteArray();
    }
}
