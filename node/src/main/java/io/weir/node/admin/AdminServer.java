package io.weir.node.admin;

import io.weir.config.model.HostPort;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The admin API on its socket. Closed by coordinated shutdown, after what was asked has been answered. */
public final class AdminServer {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** Longer than reading a large document, staging it everywhere and activating it may take. */
    private static final scala.concurrent.duration.FiniteDuration ANSWER_BOUND =
            scala.concurrent.duration.FiniteDuration.apply(90, TimeUnit.SECONDS);

    private final ServerBinding binding;
    private final HostPort address;
    private final AdminApi api;

    private AdminServer(ServerBinding binding, HostPort address, AdminApi api) {
        this.binding = binding;
        this.address = address;
        this.api = api;
    }

    /**
     * Completes when the socket is bound; exceptionally with a {@link BindException} that names the address when it
     * cannot be.
     *
     * @param listening where and how
     */
    public static CompletionStage<AdminServer> start(
            ActorSystem<?> system, AdminPorts ports, AdminListening listening) {
        HostPort address = listening.address();
        AdminAddress served = new AdminAddress(address);
        AdminApi api = new AdminApi(system, ports, listening, served);
        ServerBuilder server =
                Http.get(system).newServerAt(address.host(), address.port()).adaptSettings(AdminServer::settings);
        return listening
                .tls()
                .map(engines -> server.enableHttps(ConnectionContext.httpsServer(engines::get)))
                .orElse(server)
                .bind(api::handle)
                .handle((binding, failure) -> {
                    if (binding == null) {
                        throw new CompletionException(cannotBind(address, failure));
                    }
                    HostPort real =
                            new HostPort(address.host(), binding.localAddress().getPort());
                    served.bound(real);
                    binding.addToCoordinatedShutdown(FAREWELL, system);
                    return new AdminServer(binding, real, api);
                });
    }

    private static ServerSettings settings(ServerSettings settings) {
        // What strangers send is answered, not logged.
        ParserSettings parser =
                settings.getParserSettings().withIllegalHeaderWarnings(false).withIncludeSslSessionAttribute(true);
        return settings.withParserSettings(parser)
                .withParsingErrorHandler(MalformedRequests.class.getName())
                .withTimeouts(settings.getTimeouts().withRequestTimeout(ANSWER_BOUND));
    }

    private static BindException cannotBind(HostPort address, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        BindException named = new BindException(
                "the admin API cannot listen on " + address + ": " + cause.getMessage() + " (see weir.admin.port)");
        named.initCause(failure);
        return named;
    }

    /** The one that is bound. */
    public HostPort address() {
        return address;
    }

    /** How many requests with a wrong credential have come. */
    public long wrongCredentials() {
        return api.wrongCredentials();
    }

    /** What can be asked. */
    Resources resources() {
        return api.resources();
    }

    /** Stops listening; what was asked is answered, within 2 s. */
    public CompletionStage<Done> stop() {
        return binding.terminate(FAREWELL).thenApply(ended -> Done.getInstance());
    }
}
