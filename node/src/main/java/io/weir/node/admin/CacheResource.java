package io.weir.node.admin;

import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.node.state.PurgeDesk;
import io.weir.protocol.admin.CachesReport;
import io.weir.protocol.admin.RevocationsReport;
import io.weir.protocol.admin.StoredReport;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/cache}: what is stored on this node, and what is to be dropped on all. */
final class CacheResource {
    private static final String EXPECTED = "one of url, prefix, tag and all=true";
    private static final String ADDRESS = "http(s)://HOST/PATH, the host as clients name it";
    private static final int MOST = 5_000;
    private static final int LONGEST = 1024;

    private static final int MOST_SHOWN = 100;

    private final PurgeDesk desk;
    private final Executor blocking;

    /** @param blocking to look through a large cache takes a while */
    CacheResource(PurgeDesk desk, Executor blocking) {
        this.desk = desk;
        this.blocking = blocking;
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        return Answers.ok(new CachesReport(
                desk.caughtUp(),
                desk.figures().stream().map(CacheResource::report).toList()));
    }

    CompletionStage<HttpResponse> lookup(Call call) {
        call.allowQuery("url");
        call.requiredQuery("url", ADDRESS);
        String url = address(call, "url").orElseThrow();
        return CompletableFuture.supplyAsync(() -> desk.find(url, MOST_SHOWN), blocking)
                .thenApply(found -> Answers.json(200, report(found)));
    }

    private StoredReport report(List<Caches.Found> found) {
        return new StoredReport(
                desk.caughtUp(),
                found.stream()
                        .map(one -> new StoredReport.Answer(
                                one.policy(),
                                one.route(),
                                one.status(),
                                one.age(),
                                one.ttl(),
                                one.bytes(),
                                one.etag(),
                                one.tags()))
                        .toList());
    }

    CompletionStage<HttpResponse> purge(Call call) {
        call.allowQuery("url", "prefix", "tag", "all");
        Purge purge = purgeOf(call);
        if (desk.count() >= MOST) {
            throw Refusal.of(
                    409,
                    "too-many-purges",
                    "There is no room for another purge",
                    "There were " + MOST + " within ten minutes. Purge by prefix or tag, or everything.");
        }
        String kind = purge.kind().name().toLowerCase(Locale.ROOT);
        call.attempt().changed(List.of("cache: purged " + (kind + " " + purge.value()).strip()));
        return desk.purge(purge).thenApply(CacheResource::answer);
    }

    private static Purge purgeOf(Call call) {
        List<Purge> asked = new ArrayList<>();
        address(call, "url").ifPresent(url -> asked.add(new Purge(Purge.Kind.URL, url)));
        address(call, "prefix").ifPresent(url -> asked.add(new Purge(Purge.Kind.PREFIX, url)));
        call.query("tag").ifPresent(tag -> asked.add(new Purge(Purge.Kind.TAG, tag(tag))));
        if (call.flag("all")) {
            asked.add(new Purge(Purge.Kind.ALL, ""));
        }
        if (asked.size() != 1) {
            throw Refusal.badRequest("query", "It says " + asked.size() + " things to purge.", EXPECTED);
        }
        return asked.get(0);
    }

    private static Optional<String> address(Call call, String name) {
        return call.query(name).map(text -> {
            try {
                URI url = new URI(text);
                boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
                boolean whole = http && url.getRawAuthority() != null && url.getRawUserInfo() == null;
                if (whole && url.getRawFragment() == null && text.length() <= LONGEST) {
                    return text;
                }
            } catch (URISyntaxException malformed) {
                // Said below.
            }
            throw Refusal.badRequest(name, "It is no such address of at most " + LONGEST + " characters.", ADDRESS);
        });
    }

    private static String tag(String tag) {
        boolean good =
                !tag.isEmpty() && tag.length() <= LONGEST && tag.chars().allMatch(c -> c > ' ' && c < 127 && c != ',');
        if (!good) {
            throw Refusal.badRequest("tag", "It is none.", "visible ASCII without commas");
        }
        return tag;
    }

    private static HttpResponse answer(PurgeDesk.Purged purged) {
        if (!purged.spread().stored()) {
            throw Spreads.notStored();
        }
        return Answers.json(
                purged.spread().everywhere() ? 200 : 202,
                new RevocationsReport.Applied(
                        purged.id(),
                        purged.spread().applied(),
                        purged.spread().missing(),
                        Instant.now().toString()));
    }

    private static CachesReport.Cache report(Caches.Figures of) {
        return new CachesReport.Cache(
                of.policy(),
                of.entries(),
                of.bytes(),
                of.mostBytes(),
                of.hits(),
                of.stale(),
                of.misses(),
                of.revalidated(),
                of.coalesced(),
                of.passed(),
                of.stored(),
                of.noRoom(),
                removed(of.removed()),
                of.peerHits(),
                of.peerMisses(),
                of.peerFailures(),
                of.peerServed(),
                disk(of.disk()));
    }

    private static CachesReport.Disk disk(Caches.Disk of) {
        return new CachesReport.Disk(of.on(), of.entries(), of.bytes(), of.mostBytes(), of.found(), of.spoilt());
    }

    private static CachesReport.Removed removed(Caches.Removed of) {
        return new CachesReport.Removed(of.size(), of.expired(), of.replaced(), of.invalidated(), of.purged());
    }
}
