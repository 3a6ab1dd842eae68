package io.weir.config.formation;

import com.typesafe.config.Config;
import io.weir.config.model.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one node is told at its start (never changed while it runs). Read by {@link Formation}.
 *
 * @param name unique in the cluster
 * @param dataDir what must survive a restart; may not exist yet
 * @param portOffset added to the port of each listener, 0 to 60000
 * @param document applied if the cluster has none
 * @param shutdownGrace how long what is in flight may take after SIGTERM
 * @param pekko what the operator set under {@code pekko} herself
 */
public record NodeSettings(
        Profile profile,
        Transport transport,
        String name,
        Path dataDir,
        int portOffset,
        Optional<Path> document,
        Admin admin,
        Cluster cluster,
        AccessLog accessLog,
        Duration shutdownGrace,
        Config pekko) {

    /**
     * @param address port 0: the system chooses
     * @param hosts names that clients call it by, beside its address and those of the loopback
     * @param tls empty: plaintext
     * @param oidc whose tokens are taken beside the node's and the cluster's own; empty: nobody's
     */
    public record Admin(
            HostPort address, Path tokenFile, List<String> hosts, Optional<AdminTls> tls, Optional<AdminOidc> oidc) {
        public Admin {
            hosts = List.copyOf(hosts);
        }

        /** Plaintext. */
        public Admin(HostPort address, Path tokenFile) {
            this(address, tokenFile, List.of(), Optional.empty(), Optional.empty());
        }

        /** Whether nobody but this machine can reach it. */
        public boolean isLoopback() {
            return AdminSettings.isLoopback(address.host());
        }
    }

    /**
     * PEM files, read again while the node runs.
     *
     * @param trust the authorities of client certificates; empty: clients show none
     * @param required who shows no certificate is only told of the node's health
     */
    public record AdminTls(Path certificate, Path key, Optional<Path> trust, boolean required, AdminClients clients) {}

    /** Who has which role: names of client certificates, alternative or distinguished, or values of a token's claim. */
    public record AdminClients(List<String> viewers, List<String> operators, List<String> admins) {
        public AdminClients {
            viewers = List.copyOf(viewers);
            operators = List.copyOf(operators);
            admins = List.copyOf(admins);
        }

        boolean isAny() {
            return !viewers.isEmpty() || !operators.isEmpty() || !admins.isEmpty();
        }
    }

    /**
     * An issuer of tokens (OpenID Connect, RFC 9068) whose holders may ask the admin API.
     *
     * @param issuer exactly the tokens' {@code iss}
     * @param audience one of them must be in {@code aud}; never empty
     * @param jwks where its keys are; empty: found by discovery
     * @param trust authorities that are believed there, PEM; empty: those that the system believes
     * @param nameClaim what a holder is called in the history and the audit log
     * @param roleClaim where the values of {@code roles} are looked for
     */
    public record AdminOidc(
            String issuer,
            List<String> audience,
            Optional<URI> jwks,
            Optional<Path> trust,
            String nameClaim,
            String roleClaim,
            AdminClients roles) {
        public AdminOidc {
            audience = List.copyOf(audience);
        }
    }

    /**
     * @param address where the other nodes reach this one; port 0: the system chooses
     * @param seeds some members, maybe this node itself; empty: found otherwise, or a cluster of one
     * @param discoveryService a DNS name that stands for all nodes
     * @param formAfter the lowest address forms a cluster when no member answered for so long
     * @param tls empty: the traffic between nodes is plaintext
     * @param secretFile holds the secret that the nodes share; empty: nothing secret can be kept or replicated
     * @param peerPort where other nodes' caches ask this one's, at the same host; 0: the system chooses
     */
    public record Cluster(
            HostPort address,
            List<HostPort> seeds,
            Optional<String> discoveryService,
            Duration formAfter,
            Optional<ClusterTls> tls,
            Optional<Path> secretFile,
            int peerPort) {
        public Cluster {
            seeds = List.copyOf(seeds);
        }

        /** The system chooses the port of the cache. */
        public Cluster(
                HostPort address,
                List<HostPort> seeds,
                Optional<String> discoveryService,
                Duration formAfter,
                Optional<ClusterTls> tls,
                Optional<Path> secretFile) {
            this(address, seeds, discoveryService, formAfter, tls, secretFile, 0);
        }
    }

    /**
     * What a node shows to the others, and whom it believes: PEM files, read again while it runs.
     *
     * @param trust the authorities of nodes, and of nobody else
     */
    public record ClusterTls(Path certificate, Path key, Path trust) {}

    /**
     * @param to where the lines go
     * @param rotateBytes a file that has grown to this is put aside
     * @param keep so many files put aside are kept; 0 keeps none
     */
    public record AccessLog(Target to, long rotateBytes, int keep) {}

    /** Where access log lines go. */
    public sealed interface Target {
        record Off() implements Target {}

        record Stdout() implements Target {}

        record File(Path path) implements Target {}
    }
}
