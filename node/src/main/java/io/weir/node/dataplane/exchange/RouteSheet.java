package io.weir.node.dataplane.exchange;

import io.weir.config.model.Action;
import io.weir.config.model.FieldEdits;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.state.RoutePlan;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a route's edits and rewrite mean in bytes. Immutable. */
final class RouteSheet {
    final RoutePlan plan;
    final byte[] requestLines;
    final byte[] responseLines;
    final boolean rewrites;
    final int prefixLength;
    final byte[] replacement;
    final byte[] fixedBody;
    private final FieldName[] requestRemoved;
    private final FieldName[] responseRemoved;
    private final FieldName[] missingNames;
    private final byte[][] missingLines;

    RouteSheet(RoutePlan plan) {
        this.plan = plan;
        requestRemoved = removed(plan.request());
        requestLines = lines(plan.request());
        responseRemoved = removed(plan.response());
        missingNames = plan.missing().keySet().stream().map(FieldName::of).toArray(FieldName[]::new);
        missingLines = plan.missing().entrySet().stream().map(RouteSheet::line).toArray(byte[][]::new);
        byte[] edits = lines(plan.response());
        byte[] notices = plan.responseLines();
        responseLines = java.util.Arrays.copyOf(edits, edits.length + notices.length);
        System.arraycopy(notices, 0, responseLines, edits.length, notices.length);
        fixedBody = plan.action() instanceof Action.Respond fixed ? bytes(fixed.body()) : new byte[0];
        rewrites = plan.rewrite().isPresent();
        prefixLength =
                plan.rewrite().map(rewrite -> bytes(rewrite.prefix()).length).orElse(0);
        replacement =
                plan.rewrite().map(rewrite -> bytes(rewrite.replacement())).orElse(new byte[0]);
    }

    /** What is set is removed first. */
    private static FieldName[] removed(FieldEdits edits) {
        return Stream.concat(edits.remove().stream(), edits.set().keySet().stream())
                .map(FieldName::of)
                .distinct()
                .toArray(FieldName[]::new);
    }

    private static byte[] lines(FieldEdits edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.concat(edits.set().entrySet().stream(), edits.add().entrySet().stream())
                .forEach(edit -> out.writeBytes(line(edit)));
        return out.toByteArray();
    }

    private static byte[] line(Map.Entry<String, String> edit) {
        return bytes(edit.getKey() + ": " + edit.getValue() + "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean removesFromRequest(byte[] buffer, FieldTable fields, int field) {
        return removes(requestRemoved, buffer, fields, field);
    }

    boolean removesFromResponse(byte[] buffer, FieldTable fields, int field) {
        return removes(responseRemoved, buffer, fields, field);
    }

    /** Writes what an answer gets if it has none of that name; {@code fields} null: it has none at all. */
    void addMissing(HeadBytes out, byte[] buffer, @Nullable FieldTable fields) {
        for (int i = 0; i < missingNames.length; i++) {
            if (fields == null || !has(buffer, fields, missingNames[i])) {
                out.add(missingLines[i]);
            }
        }
    }

    private static boolean has(byte[] buffer, FieldTable fields, FieldName name) {
        for (int field = 0; field < fields.count(); field++) {
            if (name.matches(buffer, fields.nameStart(field), fields.nameEnd(field))) {
                return true;
            }
        }
        return false;
    }

    private static boolean removes(FieldName[] names, byte[] buffer, FieldTable fields, int field) {
        for (FieldName name : names) {
            if (name.matches(buffer, fields.nameStart(field), fields.nameEnd(field))) {
                return true;
            }
        }
        return false;
    }
}
