package dev.turnpike.gateway;

import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.http.Load;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.KnownTools;
import dev.turnpike.gateway.pipeline.NearLimits;
import dev.turnpike.gateway.pipeline.Pipeline;

/** What all event loops of a node have in common. Every part is thread-safe. */
record Shared(
        NodeConfig config,
        ClusterState state,
        LiveDirectory directory,
        Pipeline.Consent consent,
        KnownTools tools,
        NearLimits near,
        Pipeline.Recording recording,
        Meters meters,
        Load load) {}
