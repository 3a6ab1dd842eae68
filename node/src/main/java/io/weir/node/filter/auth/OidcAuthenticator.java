package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.filter.Cookies;
import io.weir.node.filter.auth.token.Logins;
import io.weir.node.filter.auth.token.Logins.Ended;
import io.weir.node.filter.auth.token.SessionToken;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * People with browsers: a cookie has their session; whoever has none, and wants a page, is sent to the issuer, comes back
 * on the callback path, and is then where she wanted to be. Programs are not sent anywhere: for them it is a 401.
 */
final class OidcAuthenticator implements Authenticator {
    private static final Problem FAILED = Problem.of(403, "login-failed", "The login did not succeed");
    private static final Problem UNAVAILABLE =
            Problem.of(503, "authentication-unavailable", "Credentials cannot be checked now");
    private static final FieldName ACCEPT = FieldName.of("accept");
    private static final FieldName HOST = FieldName.of("host");
    private static final FieldName MODE = FieldName.of("sec-fetch-mode");
    private static final byte[] NAVIGATE = Octets.ascii("navigate");
    private static final byte[] NO_BODY = new byte[0];
    private static final Object NOTHING = new Object();
    private static final int LONGEST_RETURN = 1_500;
    private static final int LOGIN_SECONDS = 600;
    private static final int LONGEST_PARAMETER = 2_000;

    private final Credential.Oidc policy;
    private final Logins logins;
    private final TokenIdentities identities;
    private final Revocations revocations;
    private final Stripping stripping;
    private final byte[] callback;
    private final byte[] logout;

    OidcAuthenticator(Credential.Oidc policy, AuthenticatorParts parts) {
        this.policy = policy;
        logins = parts.ports().providers().logins(policy);
        revocations = parts.ports().revocations();
        stripping = parts.stripping();
        identities = new TokenIdentities(parts.consumers(), revocations, policy.issuer(), policy.mapping(), "oidc");
        callback = policy.callback().getBytes(StandardCharsets.US_ASCII);
        logout = policy.logout().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        RequestHead head = exchange.head();
        if (isPath(head, callback)) {
            return comeBack(exchange, later);
        }
        if (isPath(head, logout)) {
            return leave(exchange);
        }
        long range = Cookies.range(head, policy.session().cookie());
        Result result = range < 0 ? Result.ABSENT : session(exchange, (int) (range >>> 32), (int) range);
        return result instanceof Result.Known || !wantsPage(head) ? result : begin(exchange, later, true);
    }

    @Override
    public void strip(FilterContext exchange) {
        if (Cookies.range(exchange.head(), policy.session().cookie()) >= 0) {
            stripping.cookie(exchange, policy.session().cookie());
        }
    }

    @Override
    public boolean isRepeated(RequestHead head) {
        return Cookies.isRepeated(head, policy.session().cookie());
    }

    @Override
    public String challenge(boolean wrong) {
        return "Cookie realm=\"weir\"";
    }

    private static boolean isPath(RequestHead head, byte[] path) {
        return head.pathEnd() - head.pathStart() == path.length
                && Arrays.equals(head.buffer(), head.pathStart(), head.pathEnd(), path, 0, path.length);
    }

    /** A browser that goes to a page, not a script, form or picture in one. */
    private static boolean wantsPage(RequestHead head) {
        if (head.method() != Method.GET && head.method() != Method.HEAD) {
            return false;
        }
        int mode = head.indexOf(MODE, 0);
        if (mode >= 0 && !Octets.same(head.buffer(), head.valueStart(mode), head.valueEnd(mode), NAVIGATE)) {
            return false;
        }
        String accept = head.field(ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    private Result session(FilterContext exchange, int start, int end) {
        stripping.cookie(exchange, policy.session().cookie());
        byte[] buffer = exchange.head().buffer();
        SessionToken session = logins.sessions().open(Sha256.of(buffer, start, end), buffer, start, end);
        if (session == null) {
            return Result.WRONG;
        }
        Result result = concluded(session);
        String renewed = result instanceof Result.Known ? logins.sessions().renewed(session) : null;
        if (renewed != null) {
            exchange.addResponseField("Set-Cookie", sessionCookie(exchange, renewed));
            // The backend may let caches store its answer, with this person's cookie in it (RFC 9111 §7.3).
            exchange.addResponseField("Cache-Control", "no-store");
        }
        return result;
    }

    /** What was concluded holds as long as this document and nothing more is revoked. */
    private Result concluded(SessionToken session) {
        long version = revocations.version();
        Object concluded = session.concluded(this, version, NOTHING);
        if (concluded instanceof Result known) {
            return known;
        }
        boolean revoked = revocations.isRevoked(Revocations.Kind.SESSION, session.id());
        Identity identity = revoked ? null : identities.of(session.claims());
        Result result = identity == null ? Result.WRONG : new Result.Known(identity);
        session.conclude(this, version, result);
        return result;
    }

    private Result begin(FilterContext exchange, Later later, boolean mayWait) {
        String base = base(exchange);
        Logins.Start start = base.isEmpty() ? null : logins.start(base, returnTo(exchange.head()));
        if (start == null) {
            boolean waits = mayWait
                    && !base.isEmpty()
                    && logins.await(exchange.loop(), () -> later.examined(begin(exchange, later, false)));
            return waits ? Result.PENDING : Result.UNAVAILABLE;
        }
        exchange.addResponseField(
                "Set-Cookie", cookie(exchange, start.cookie(), start.value(), loginPath(), LOGIN_SECONDS));
        return redirect(exchange, 302, start.location());
    }

    private static Result redirect(FilterContext exchange, int status, String location) {
        exchange.addResponseField("Location", location);
        exchange.addResponseField("Cache-Control", "no-store");
        exchange.answer(status, "", NO_BODY);
        return Result.ANSWERED;
    }

    /** How the browser reached this host: scheme and authority. */
    private String base(FilterContext exchange) {
        if (policy.baseUrl().isPresent()) {
            return policy.baseUrl().get().toString();
        }
        String host = exchange.head().field(HOST);
        String scheme = exchange.isSecure() ? "https://" : "http://";
        return host == null || host.isEmpty() ? "" : scheme + host.toLowerCase(Locale.ROOT);
    }

    /** Always on this host: one slash, then something that is none, and put behind {@link #base}. */
    private static String returnTo(RequestHead head) {
        String query = head.text(head.queryStart(), head.queryEnd());
        String path = head.text(head.pathStart(), head.pathEnd());
        String all = "/" + path.replaceFirst("^/+", "") + (query.isEmpty() ? "" : "?" + query);
        return all.length() > LONGEST_RETURN ? "/" : all;
    }

    private Result comeBack(FilterContext exchange, Later later) {
        RequestHead head = exchange.head();
        String state = parameter(head, "state");
        boolean possible = Logins.isState(state) && head.method() == Method.GET;
        String ticket = possible ? Cookies.value(head, logins.cookie(state)) : null;
        if (ticket == null) {
            return fail(exchange);
        }
        exchange.addResponseField("Set-Cookie", cookie(exchange, logins.cookie(state), "", loginPath(), 0));
        Logins.Return brought = new Logins.Return(state, parameter(head, "code"), parameter(head, "iss"));
        boolean waits = !logins.isReady()
                && logins.await(exchange.loop(), () -> {
                    Result result = end(exchange, later, brought, ticket);
                    if (result != Result.PENDING) {
                        later.examined(result);
                    }
                });
        return waits ? Result.PENDING : end(exchange, later, brought, ticket);
    }

    private Result end(FilterContext exchange, Later later, Logins.Return brought, String ticket) {
        Ended ended =
                logins.end(brought, ticket, exchange.loop(), outcome -> later.examined(arrived(exchange, outcome)));
        return ended == null ? Result.PENDING : arrived(exchange, ended);
    }

    private Result arrived(FilterContext exchange, Ended ended) {
        if (ended instanceof Ended.In in) {
            exchange.addResponseField("Set-Cookie", sessionCookie(exchange, in.cookie()));
            return redirect(exchange, 302, base(exchange) + in.returnTo());
        }
        if (ended instanceof Ended.Unknown) {
            exchange.deny(UNAVAILABLE);
            return Result.ANSWERED;
        }
        return fail(exchange);
    }

    private static Result fail(FilterContext exchange) {
        exchange.addResponseField("Cache-Control", "no-store");
        exchange.deny(FAILED);
        return Result.ANSWERED;
    }

    private Result leave(FilterContext exchange) {
        Method method = exchange.head().method();
        if (method != Method.GET && method != Method.POST) {
            return Result.ABSENT;
        }
        exchange.addResponseField(
                "Set-Cookie", cookie(exchange, policy.session().cookie(), "", "/", 0));
        return redirect(exchange, 303, logins.afterLogout(base(exchange)));
    }

    /** Browsers take cookies with that prefix for all of a host only (RFC 6265bis §4.1.3.2), and from no other host. */
    private String loginPath() {
        return policy.session().cookie().startsWith("__Host-") ? "/" : policy.callback();
    }

    private String sessionCookie(FilterContext exchange, String value) {
        long most = policy.session().lifetime().toSeconds();
        return cookie(exchange, policy.session().cookie(), value, "/", (int) Math.min(most, Integer.MAX_VALUE));
    }

    private String cookie(FilterContext exchange, String name, String value, String path, int seconds) {
        boolean secure = base(exchange).startsWith("https:");
        return name + "=" + value + "; Path=" + path + "; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }

    private static String parameter(RequestHead head, String name) {
        byte[] into = new byte[LONGEST_PARAMETER];
        long range = QueryBytes.find(
                head.buffer(), head.queryStart(), head.queryEnd(), name.getBytes(StandardCharsets.US_ASCII));
        int length = range < 0 ? -1 : QueryBytes.decode(head.buffer(), (int) (range >>> 32), (int) range, into);
        return length < 0 ? "" : new String(into, 0, length, StandardCharsets.UTF_8);
    }
}
