package dev.turnpike.gateway;

import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.http.Load;
import dev.turnpike.gateway.http.PortTls;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.KnownTools;
import dev.turnpike.gateway.pipeline.NearLimits;
import dev.turnpike.gateway.pipeline.Pipeline;
import java.util.Optional;

/**
 * What all event loops of a node have in common. Every part is thread-safe.
 *
 * @param tls of the agent port; empty for plain HTTP
 */
record Shared(
        NodeConfig config,
        Optional<PortTls> tls,
        ClusterState state,
        LiveDirectory directory,
        Pipeline.Consent consent,
        KnownTools tools,
        NearLimits near,
        Pipeline.Recording recording,
        Meters meters,
        Load load) {}
