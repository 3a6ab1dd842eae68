package io.weir.node.admin;

import io.weir.node.state.AdminIssuer;
import io.weir.node.state.AdminTokens;
import io.weir.node.state.AuditLog;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.ClusterView;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.HealthDesk;
import io.weir.node.state.LimitQuery;
import io.weir.node.state.Limiters;
import io.weir.node.state.PurgeDesk;
import io.weir.node.state.RevocationDesk;
import io.weir.node.state.SessionQuery;
import io.weir.node.state.TrafficDesk;
import java.util.function.Supplier;

/**
 * Whom the admin API asks.
 *
 * @param metrics the metrics of this node in Prometheus' text format; may take some milliseconds
 */
public record AdminPorts(
        NodeFacts node,
        ClusterView cluster,
        ConfigDesk config,
        HealthDesk health,
        SessionQuery sessions,
        LimitQuery limits,
        RevocationDesk revocations,
        PurgeDesk purges,
        AdminTokens tokens,
        AdminIssuer issuer,
        AuditLog audit,
        Limiters limiters,
        CertificateDesk certificates,
        TrafficDesk traffic,
        Supplier<String> metrics) {}
