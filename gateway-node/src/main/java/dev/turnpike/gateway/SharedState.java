package dev.turnpike.gateway;

import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.clusterstate.hazelcast.GridSettings;
import dev.turnpike.clusterstate.hazelcast.HazelcastClusterState;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import dev.turnpike.clusterstate.store.JdbcStore;
import dev.turnpike.clusterstate.store.Store;
import dev.turnpike.clusterstate.store.StoreSettings;
import dev.turnpike.clusterstate.store.StoredClusterState;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens what the nodes of a cluster share, as the settings want it. */
final class SharedState {
    private SharedState() {}

    /**
     * Blocks for a few seconds.
     *
     * @throws NodeStartException if the store, or the password for it, cannot be opened, or the node cannot become a
     *     member of the grid
     */
    static ClusterState open(NodeConfig config, Secrets secrets, InstantSource clock) {
        Optional<Store> store = config.store().map(settings -> open(settings, secrets));
        try {
            return open(config, clock, store);
        } catch (RuntimeException | Error failure) {
            store.ifPresent(Store::close);
            throw failure;
        }
    }

    private static ClusterState open(NodeConfig config, InstantSource clock, Optional<Store> store) {
        switch (config.grid()) {
            case MEMORY -> {
                MemoryClusterState state = new MemoryClusterState(clock);
                return store.<ClusterState>map(kept -> StoredClusterState.open(state, state, kept, clock))
                        .orElse(state);
            }
            case HAZELCAST -> {
                HazelcastClusterState state = member(gridSettings(config.cluster(), store.isPresent()), clock);
                return store.<ClusterState>map(kept -> StoredClusterState.open(state, state.originals(), kept, clock))
                        .orElse(state);
            }
        }
        throw new AssertionError(config.grid());
    }

    private static HazelcastClusterState member(GridSettings settings, InstantSource clock) {
        try {
            return HazelcastClusterState.open(settings, clock, SharedState::atEndOfTick);
        } catch (StateUnavailableException e) {
            throw new NodeStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Store open(NodeConfig.Durable settings, Secrets secrets) {
        try {
            settings.password().ifPresent(secrets::resolve);
            Supplier<String> password = () -> settings.password()
                    .map(reference -> reveal(reference, secrets))
                    .orElse("");
            return JdbcStore.open(StoreSettings.of(settings.address(), settings.user(), password));
        } catch (SecretException e) {
            throw new NodeStartException("store-password: " + e.getMessage(), e);
        } catch (IllegalArgumentException | StateUnavailableException e) {
            throw new NodeStartException("store: " + e.getMessage(), e);
        }
    }

    /** As it is now: the file that holds it may be another one later. */
    private static String reveal(SecretReference reference, Secrets secrets) {
        try {
            return secrets.resolve(reference).reveal();
        } catch (SecretException e) {
            throw new StateUnavailableException("store-password: " + e.getMessage(), e);
        }
    }

    private static GridSettings gridSettings(NodeConfig.Cluster cluster, boolean stored) {
        return new GridSettings(
                cluster.name(),
                cluster.size(),
                cluster.nodeName(),
                cluster.member().host(),
                cluster.member().port(),
                cluster.members(),
                cluster.memberDns(),
                cluster.deadline(),
                cluster.failureDetection(),
                cluster.coalesce(),
                cluster.rememberExhausted(),
                stored);
    }

    /** When the event loop has read what has arrived: the spends of all those requests travel together. */
    private static void atEndOfTick(Runnable task) {
        Context context = Vertx.currentContext();
        if (context != null && context.isEventLoopContext()) {
            context.runOnContext(ignored -> task.run());
        } else {
            task.run();
        }
    }
}
