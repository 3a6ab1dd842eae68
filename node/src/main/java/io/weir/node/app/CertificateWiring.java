package io.weir.node.app;

import io.weir.config.formation.NodeSettings;
import io.weir.node.control.certificates.Challenges;
import io.weir.node.control.certificates.ClusterChallenges;
import io.weir.node.control.certificates.KeptCertificates;
import io.weir.node.control.certificates.NodeCertificates;
import io.weir.node.control.secret.ClusterSecret;
import io.weir.node.control.secret.ClusterTicketKeys;
import io.weir.node.control.secret.ClusterVault;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.control.secret.Vault;
import io.weir.node.state.Sealing;
import io.weir.node.state.TicketKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What a node knows that is secret, wired in one place.
 *
 * @param secrets of this machine
 * @param sealing with the secret that the nodes share, if there is one
 * @param vault what the cluster keeps
 * @param kept the certificates among that
 */
record CertificateWiring(
        LocalSecrets secrets,
        Sealing sealing,
        Vault vault,
        KeptCertificates kept,
        Challenges challenges,
        NodeCertificates certificates,
        TicketKeys tickets) {
    /**
     * When the node is a member.
     *
     * @throws IOException when the cluster's secret cannot be read
     */
    static CertificateWiring start(NodeSettings settings, ActorSystem<?> system) throws IOException {
        InstantSource clock = InstantSource.system();
        LocalSecrets secrets = new LocalSecrets(documentFolder(settings), System.getenv());
        Sealing sealing = sealing(settings);
        Vault vault = ClusterVault.start(system, sealing);
        KeptCertificates kept = new KeptCertificates(vault, clock);
        Challenges challenges = ClusterChallenges.start(system, sealing, clock);
        NodeCertificates certificates = NodeCertificates.start(secrets, kept, challenges, clock);
        system.getWhenTerminated().whenComplete((done, error) -> certificates.close());
        TicketKeys tickets = ClusterTicketKeys.start(system, sealing, clock);
        return new CertificateWiring(secrets, sealing, vault, kept, challenges, certificates, tickets);
    }

    private static Sealing sealing(NodeSettings settings) throws IOException {
        Optional<Path> file = settings.cluster().secretFile();
        return file.isPresent() ? ClusterSecret.inFile(file.get()) : Sealing.IMPOSSIBLE;
    }

    /** Where relative paths of the document begin. */
    static Path documentFolder(NodeSettings settings) {
        Path parent = settings.document()
                .map(Path::toAbsolutePath)
                .map(Path::getParent)
                .orElse(null);
        return parent == null ? settings.dataDir().toAbsolutePath() : parent;
    }
}
