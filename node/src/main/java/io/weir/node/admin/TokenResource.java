package io.weir.node.admin;

import io.weir.config.parse.Quantities;
import io.weir.node.state.AdminRole;
import io.weir.node.state.AdminTokens;
import io.weir.node.state.AdminTokens.Token;
import io.weir.protocol.admin.RevocationsReport;
import io.weir.protocol.admin.TokensReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/tokens}: who may use the admin API. */
final class TokenResource {
    private static final int MOST = 1000;
    private static final int LONGEST_NAME = 64;
    private static final String NAMES = "a name of up to 64 letters, digits, '.', '_' or '-' that no other token has";
    private static final String ROLES =
            Arrays.stream(AdminRole.values()).map(AdminRole::word).collect(Collectors.joining(", "));

    private final ActorSystem<?> system;
    private final AdminTokens tokens;

    TokenResource(ActorSystem<?> system, AdminTokens tokens) {
        this.system = system;
        this.tokens = tokens;
    }

    CompletionStage<HttpResponse> list(Call call) {
        call.allowQuery();
        return Answers.ok(new TokensReport(
                tokens.list().stream().map(TokenResource::report).toList()));
    }

    CompletionStage<HttpResponse> create(Call call) {
        call.allowQuery();
        return JsonBody.read(call, system, "name", "role", "expires").thenCompose(body -> {
            String name = Quantities.name(body.text("name", LONGEST_NAME, NAMES))
                    .orElseThrow(() -> Refusal.badRequest("name", "It is no name.", NAMES));
            AdminRole role = AdminRole.of(body.text("role", LONGEST_NAME, ROLES))
                    .orElseThrow(() -> Refusal.badRequest("role", "There is no such role.", ROLES));
            Optional<Instant> expires = body.future("expires", Instant.now());
            List<Token> known = tokens.list();
            if (name.equals(Callers.BOOTSTRAP)
                    || known.stream().anyMatch(token -> token.name().equals(name))) {
                throw new Refusal(Refusal.of(409, "name-taken", "A token has this name", "Names tell who did what.")
                        .report()
                        .at("name", NAMES));
            }
            if (known.size() >= MOST) {
                throw Refusal.of(
                        409, "too-many-tokens", "There is no room for another token", "Revoke those not used.");
            }
            call.attempt().changed(List.of("token " + name + " (" + role.word() + "): added"));
            return tokens.create(name, role, expires, call.caller().name()).thenApply(TokenResource::issued);
        });
    }

    private static HttpResponse issued(AdminTokens.Issued issued) {
        if (!issued.spread().stored()) {
            throw Spreads.notStored();
        }
        return Answers.json(
                issued.spread().everywhere() ? 201 : 202,
                new TokensReport.Issued(
                        report(issued.token()),
                        issued.secret(),
                        issued.spread().applied(),
                        issued.spread().missing()));
    }

    CompletionStage<HttpResponse> revoke(Call call) {
        call.allowQuery();
        String id = call.segment("id");
        Token token = tokens.list().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("id", "There is no such token.", "an id of GET /v1/tokens"));
        call.attempt()
                .changed(List.of("token " + token.name() + " (" + token.role().word() + "): removed"));
        return tokens.revoke(id).thenApply(spread -> {
            if (!spread.stored()) {
                throw Spreads.notStored();
            }
            return Answers.json(
                    spread.everywhere() ? 200 : 202,
                    new RevocationsReport.Applied(
                            id,
                            spread.applied(),
                            spread.missing(),
                            Instant.now().toString()));
        });
    }

    private static TokensReport.Token report(Token token) {
        return new TokensReport.Token(
                token.id(),
                token.name(),
                token.role().word(),
                token.created().toString(),
                token.expires().map(Instant::toString).orElse(""),
                token.by(),
                token.lastUsed().map(Instant::toString).orElse(""));
    }
}
