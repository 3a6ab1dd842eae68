package io.weir.node.admin;

import io.weir.node.state.RevocationDesk;
import io.weir.node.state.RevocationDesk.Revocation;
import io.weir.node.state.Revocations.Kind;
import io.weir.node.state.Spread;
import io.weir.protocol.admin.RevocationsReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/revocations}: what is revoked before its time, on all nodes. */
final class RevocationResource {
    /** Tokens and logins end by themselves; nothing that Weir accepts should live longer. */
    private static final Duration USUAL_LIFE = Duration.ofDays(90);

    private static final int MOST = 100_000;
    private static final int MOST_LISTED = 1000;
    private static final int USUALLY_LISTED = 100;
    private static final int LONGEST_VALUE = 256;
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(RevocationResource::word).collect(Collectors.joining(", "));

    private final ActorSystem<?> system;
    private final RevocationDesk desk;

    RevocationResource(ActorSystem<?> system, RevocationDesk desk) {
        this.system = system;
        this.desk = desk;
    }

    CompletionStage<HttpResponse> list(Call call) {
        call.allowQuery("kind", "after", "limit");
        Optional<Kind> kind = call.query("kind").map(word -> kind(word));
        String after = call.query("after").orElse("");
        int most = call.number("limit", 1, MOST_LISTED, USUALLY_LISTED);
        List<RevocationsReport.Revocation> listed = desk.list(kind, after, most).stream()
                .map(RevocationResource::report)
                .toList();
        return Answers.ok(new RevocationsReport(desk.count(), listed));
    }

    CompletionStage<HttpResponse> revoke(Call call) {
        call.allowQuery();
        return JsonBody.read(call, system, "kind", "value", "expires").thenCompose(body -> {
            Instant now = Instant.now();
            Kind kind = kind(body.text("kind", LONGEST_VALUE, KINDS));
            String value = value(kind, body);
            Optional<Instant> expires = body.future("expires", now).or(() -> usualEnd(kind, now));
            if (desk.count() >= MOST && desk.find(desk.idOf(kind, value)).isEmpty()) {
                throw Refusal.of(
                        409,
                        "too-many-revocations",
                        "There is no room for another revocation",
                        "There are " + MOST + ". Take back what is not needed, or rotate what signs the tokens.");
            }
            call.attempt().changed(List.of("revocation of " + word(kind) + " " + value + ": added"));
            return desk.revoke(kind, value, expires, call.caller().name())
                    .thenApply(spread -> answer(desk.idOf(kind, value), spread));
        });
    }

    CompletionStage<HttpResponse> restore(Call call) {
        call.allowQuery();
        String id = call.segment("id");
        if (desk.find(id).isEmpty()) {
            throw Refusal.notFound("id", "There is no such revocation.", "an id of GET /v1/revocations");
        }
        call.attempt().changed(List.of("revocation " + id + ": removed"));
        return desk.restore(id).thenApply(spread -> answer(id, spread));
    }

    private static HttpResponse answer(String id, Spread spread) {
        if (!spread.stored()) {
            throw Spreads.notStored();
        }
        return Answers.json(
                spread.everywhere() ? 200 : 202,
                new RevocationsReport.Applied(
                        id, spread.applied(), spread.missing(), Instant.now().toString()));
    }

    private static Kind kind(String word) {
        for (Kind kind : Kind.values()) {
            if (word(kind).equals(word)) {
                return kind;
            }
        }
        throw Refusal.badRequest("kind", "There is no such kind.", KINDS);
    }

    private static String value(Kind kind, JsonBody body) {
        String expected = kind == Kind.API_KEY ? "the SHA-256 of the key in hex" : "what names the " + word(kind);
        String value = body.text("value", LONGEST_VALUE, expected);
        if (kind != Kind.API_KEY) {
            return value;
        }
        String hash = value.toLowerCase(Locale.ROOT);
        if (hash.length() != 64 || !hash.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw Refusal.badRequest("value", "It is not 64 hex digits. Never send the key itself.", expected);
        }
        return hash;
    }

    private static Optional<Instant> usualEnd(Kind kind, Instant now) {
        return kind == Kind.TOKEN || kind == Kind.SESSION ? Optional.of(now.plus(USUAL_LIFE)) : Optional.empty();
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static RevocationsReport.Revocation report(Revocation revocation) {
        return new RevocationsReport.Revocation(
                revocation.id(),
                word(revocation.kind()),
                revocation.value(),
                revocation.at().toString(),
                revocation.expires().map(Instant::toString).orElse(""),
                revocation.by());
    }
}
