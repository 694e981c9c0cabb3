package dev.turnpike.gateway.cli.doctor;

import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.Vitals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was found out before anything is judged.
 *
 * @param now by this machine's clock
 * @param cluster what the nodes said; empty if no running cluster was asked
 * @param configured what the settings say; empty if they were not at hand
 * @param balancer what came of requests by the way that agents take; empty if that is not known
 * @param memberPorts of a running cluster, by the address that the cluster names
 * @param certificates of every URL that begins with {@code https}, and of the settings
 */
public record Subject(
        Instant now,
        Optional<ClusterStatus> cluster,
        Optional<Configured> configured,
        Optional<BalancerReport> balancer,
        Map<String, MemberPort> memberPorts,
        List<Certificate> certificates) {
    public Subject {
        memberPorts = Map.copyOf(memberPorts);
        certificates = List.copyOf(certificates);
    }

    /** What came of knocking at a member port. */
    public enum MemberPort {
        /** A node runs on this machine: of course it can be reached from here. */
        OF_THIS_MACHINE,
        REACHED,
        CLOSED
    }

    /**
     * A certificate as a server showed it, or as it stands in a file.
     *
     * @param url where it is
     * @param until the end of its validity; empty if none was shown
     */
    public record Certificate(String url, Optional<Instant> until) {}

    /** What the nodes that answered said; empty if none was asked. */
    public List<NodeReport> reports() {
        return cluster.map(status -> status.nodes().stream()
                        .flatMap(node -> node.report().stream())
                        .toList())
                .orElse(List.of());
    }

    /** What nodes run on, by their names; with settings alone, what one would run on here. */
    public Map<String, Vitals> vitals() {
        Map<String, Vitals> all = new LinkedHashMap<>();
        reports().forEach(report -> report.vitals().ifPresent(vitals -> all.put(report.name(), vitals)));
        if (cluster.isEmpty()) {
            configured.ifPresent(settings -> all.put("this machine", settings.vitals()));
        }
        return all;
    }
}
