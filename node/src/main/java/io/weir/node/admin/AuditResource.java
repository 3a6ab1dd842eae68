package io.weir.node.admin;

import io.weir.node.state.AuditLog;
import io.weir.protocol.admin.AuditReport;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/audit}: what was done over the admin API on any node, the oldest first. */
final class AuditResource {
    private static final int MOST = 1000;
    private static final int USUALLY = 100;

    /** As ids of entries begin. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery("since", "after", "limit", "who");
        String after = call.query("after").orElse("");
        String since = call.query("since").map(AuditResource::time).orElse("");
        Optional<String> who = call.query("who");
        int most = call.number("limit", 1, MOST, USUALLY);
        List<AuditReport.Entry> entries = log.read(
                after.compareTo(since) > 0 ? after : since,
                entry -> who.isEmpty() || entry.who().equals(who.get()),
                most);
        String next =
                entries.size() < most ? "" : entries.get(entries.size() - 1).id();
        return Answers.ok(new AuditReport(entries, next));
    }

    private static String time(String text) {
        try {
            return OffsetDateTime.parse(text)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .format(TIME);
        } catch (DateTimeParseException e) {
            throw Refusal.badRequest("since", "It is no time.", "a time such as 2027-01-31T00:00:00Z");
        }
    }
}
