package io.weir.node.testkit;

import io.weir.config.model.Action;
import io.weir.config.model.FieldEdits;
import io.weir.node.state.ClientTls;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Snapshot;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.state.WeightedTargets;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An exchange without a channel: filters act on it, and what they did can be looked at. Its loop is the caller. */
public final class TestExchange implements FilterContext {
    private final TestHead head;
    private final RouteMatch match = new RouteMatch();
    private final RoutePlan route;
    private @Nullable Identity identity;
    private @Nullable ClientTls tls;
    private @Nullable UpstreamPlan target;
    private @Nullable EndpointPlan proposal;
    private @Nullable String stuckTo;
    private @Nullable Problem denied;
    private Filter.@Nullable Outcome resumed;
    private byte[] unread = new byte[0];
    private byte @Nullable [] body;
    public final List<String> droppedFields = new ArrayList<>();
    public final List<String> droppedParameters = new ArrayList<>();
    public final List<String> droppedCookies = new ArrayList<>();
    public final List<String> responseFields = new ArrayList<>();
    public final List<String> requestLines = new ArrayList<>();
    /** Own answers: status, space, body. */
    public final List<String> answers = new ArrayList<>();

    public final List<String> cookies = new ArrayList<>();

    private TestExchange(TestHead head, RoutePlan route) {
        this.head = head;
        this.route = route;
    }

    public static TestExchange of(TestHead head) {
        return new TestExchange(head, route(WeightedTargets.NONE));
    }

    public static TestExchange of(String head) {
        return of(TestHead.of(head));
    }

    /** On a route with one upstream. */
    public static TestExchange to(UpstreamPlan upstream, String head) {
        WeightedTargets targets = new WeightedTargets(new UpstreamPlan[] {upstream}, new int[] {1});
        return new TestExchange(TestHead.of(head), route(targets));
    }

    private static RoutePlan route(WeightedTargets targets) {
        return new RoutePlan(
                0,
                "route",
                new Filter[0],
                new Action.Respond(200, "", "text/plain"),
                targets,
                Optional.empty(),
                FieldEdits.NONE,
                FieldEdits.NONE,
                Map.of(),
                new byte[0],
                List.of(),
                null,
                null);
    }

    /** What {@link #propose} answers. */
    public TestExchange proposing(EndpointPlan endpoint) {
        proposal = endpoint;
        return this;
    }

    public TestExchange identifiedAs(ConsumerPlan known) {
        return identifiedAs(new Identity(known, "test", Set.of(), Map.of(), new byte[0]));
    }

    public TestExchange identifiedAs(Identity known) {
        identity = known;
        return this;
    }

    /** The client came over TLS and showed this chain. */
    public TestExchange showing(X509Certificate... chain) {
        tls = new ClientTls("TLSv1.3", "TLS_AES_128_GCM_SHA256", "", List.of(chain));
        return this;
    }

    /** The problem that ended it, or null. */
    public @Nullable Problem denied() {
        return denied;
    }

    /** What a waiting filter ended with, or null while it waits. */
    public Filter.@Nullable Outcome resumed() {
        return resumed;
    }

    @Override
    public TestHead head() {
        return head;
    }

    @Override
    public RouteMatch match() {
        return match;
    }

    @Override
    public RoutePlan route() {
        return route;
    }

    @Override
    public Snapshot snapshot() {
        return Snapshot.EMPTY;
    }

    @Override
    public long nowNanos() {
        return 1_000_000_000;
    }

    @Override
    public @Nullable Identity identity() {
        return identity;
    }

    @Override
    public @Nullable ClientTls tls() {
        return tls;
    }

    @Override
    public void identify(Identity known) {
        identity = known;
    }

    @Override
    public void dropRequestField(FieldName name) {
        droppedFields.add(name.toString());
    }

    @Override
    public void dropQueryParameter(String name) {
        droppedParameters.add(name);
    }

    @Override
    public void dropRequestCookie(String name) {
        droppedCookies.add(name);
    }

    @Override
    public void addResponseField(String name, String value) {
        responseFields.add(name + ": " + value);
    }

    @Override
    public void setSessionCookie(String fieldValue) {
        cookies.add(fieldValue);
    }

    @Override
    public void addRequestLines(byte[] lines) {
        requestLines.addAll(List.of(new String(lines, StandardCharsets.UTF_8).split("\r\n", 0)));
    }

    @Override
    public @Nullable UpstreamPlan target() {
        return target;
    }

    @Override
    public void chooseTarget(UpstreamPlan upstream) {
        target = upstream;
    }

    @Override
    public @Nullable EndpointPlan propose(UpstreamPlan upstream) {
        return proposal;
    }

    @Override
    public void stickTo(String endpointId) {
        stuckTo = endpointId;
    }

    @Override
    public @Nullable String stuckTo() {
        return stuckTo;
    }

    /** What {@link #collectBody} brings at once; without it there is no body. */
    public TestExchange withBody(byte[] all) {
        unread = all;
        return this;
    }

    @Override
    public long bodyLength() {
        return unread.length;
    }

    @Override
    public void limitBody(long mostBytes) {
        if (unread.length > mostBytes) {
            throw new AssertionError("the filter looked at the length");
        }
    }

    @Override
    public Filter.Outcome collectBody(int mostBytes, Runnable then) {
        if (unread.length > mostBytes) {
            deny(Problem.of(413, "body-too-large", "The request body is too large"));
            return Filter.Outcome.ANSWERED;
        }
        body = unread;
        return Filter.Outcome.CONTINUE;
    }

    @Override
    public byte @Nullable [] body() {
        return body;
    }

    @Override
    public void deny(Problem problem) {
        denied = problem;
    }

    @Override
    public void answer(int status, String contentType, byte[] body) {
        answers.add(status + " " + new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public Executor loop() {
        return Runnable::run;
    }

    @Override
    public void resume(Filter.Outcome outcome) {
        resumed = outcome;
    }
}
