package dev.turnpike.gateway.cli.doctor;

import dev.turnpike.gateway.cli.doctor.Subject.Certificate;
import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeStatus;
import dev.turnpike.gateway.cli.status.StatusReader;
import dev.turnpike.gateway.cli.status.Vitals;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.tls.Authorities;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out all that the checks look at. Changes nothing anywhere. Confined to one thread; blocks. */
public final class Examination {
    /** What a node takes if it does not say. */
    private static final long USUAL_HEADERS = 16 << 10;

    private @Nullable ClusterStatus cluster;
    private @Nullable Configured configured;
    private @Nullable BalancerReport balancer;
    private @Nullable URI agents;
    private List<Certificate> filed = List.of();

    /**
     * Asks a running cluster: a node, and all members that it names. Twice: the first time is slow, so that the clocks
     * are better compared the second time, and a change that was on its way is everywhere then.
     *
     * @return whether the node has answered
     */
    public boolean ask(StatusReader reader, URI management) {
        ClusterStatus first = reader.read(management);
        ClusterStatus status = first.isReached() ? reader.read(management) : first;
        cluster = status;
        return status.isReached();
    }

    /** What the node that was asked has to say for itself if it is not well; for people. */
    public List<String> problems() {
        return Optional.ofNullable(cluster).map(ClusterStatus::problems).orElse(List.of());
    }

    /** Looks at settings that a node may be started with. */
    public void read(NodeConfig config, Secrets secrets) {
        configured = SettingsExamination.of(config, secrets);
        filed = SettingsExamination.certificates(config);
    }

    /**
     * Sends requests by the way that agents take; after {@link #ask}, which tells how long headers may be.
     *
     * @param token of a grant for the server of the URL, to be sent there
     * @param authorities who may vouch for the URL, too, beside those that Java trusts
     */
    public void send(URI url, Optional<Secret> token, Optional<Authorities> authorities) {
        agents = url;
        long headers = Optional.ofNullable(cluster).stream()
                .flatMap(status -> status.nodes().stream())
                .map(NodeStatus::report)
                .flatMap(Optional::stream)
                .map(NodeReport::vitals)
                .flatMap(Optional::stream)
                .map(Vitals::caps)
                .mapToLong(Vitals.Caps::maxHeaderBytes)
                .min()
                .orElse(USUAL_HEADERS);
        balancer = BalancerExamination.of(url, headers, token, authorities);
    }

    /** All that was found out. */
    public Subject subject() {
        Optional<ClusterStatus> status = Optional.ofNullable(cluster);
        List<Certificate> certificates = new ArrayList<>(filed);
        certificates.addAll(ClusterExamination.certificates(status, Optional.ofNullable(agents)));
        return new Subject(
                Instant.now(),
                status,
                Optional.ofNullable(configured),
                Optional.ofNullable(balancer),
                status.map(ClusterExamination::memberPorts).orElse(Map.of()),
                certificates);
    }
}
