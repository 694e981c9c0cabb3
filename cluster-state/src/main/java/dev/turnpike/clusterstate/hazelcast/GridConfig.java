package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.internal.partition.IPartition;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.spi.properties.ClusterProperty;
import dev.turnpike.clusterstate.RisingClock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The whole configuration of a member; nothing is read from files or the environment. */
final class GridConfig {
    static final String QUOTA = "quota";
    static final String REGISTRY = "registry";
    static final String FOUNDING = "founding";
    /** Parts of the grid, and of the counters; never changes, or members of two releases would not find each other. */
    static final int SHARDS = 12;
    /** Where processors find their member's {@link RisingClock} in its user context. */
    static final String CLOCK = "clock";

    private GridConfig() {}

    static Config of(GridSettings settings, RisingClock clock) {
        ConcurrentMap<String, Object> context = new ConcurrentHashMap<>();
        context.put(CLOCK, clock);
        Config config = new Config()
                .setClusterName(settings.clusterName())
                .setNetworkConfig(network(settings))
                .setUserContext(context)
                .addMapConfig(agreed(QUOTA)
                        .setInMemoryFormat(InMemoryFormat.OBJECT)
                        .setStatisticsEnabled(false)
                        .setPerEntryStatsEnabled(false))
                .addMapConfig(agreed(FOUNDING).setBackupCount(IPartition.MAX_BACKUP_COUNT))
                .addMapConfig(agreed(REGISTRY));
        config.getSerializationConfig()
                .addDataSerializableFactory(GridForms.FACTORY, new GridForms())
                .setJavaSerializationFilterConfig(onlyFailures());
        config.getMetricsConfig().setEnabled(false);
        return properties(config);
    }

    private static NetworkConfig network(GridSettings settings) {
        NetworkConfig network = new NetworkConfig().setPort(settings.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(settings.bindAddress());
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(false);
        return network;
    }

    /** A map whose contents the members must agree on. After a split, only one side's data goes on. */
    private static MapConfig agreed(String name) {
        return new MapConfig(name)
                .setBackupCount(1)
                .setAsyncBackupCount(0)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()));
    }

    /**
     * Everything of ours travels as {@link GridForms}. Java serialization is left to exceptions, which members answer
     * each other with.
     */
    private static JavaSerializationFilterConfig onlyFailures() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
        filter.getWhitelist().addPrefixes("com.hazelcast.", "java.lang.", "java.util.Collections$");
        return filter;
    }

    private static Config properties(Config config) {
        return config.setProperty(ClusterProperty.PARTITION_COUNT.getName(), String.valueOf(SHARDS))
                .setProperty(ClusterProperty.LOGGING_TYPE.getName(), "slf4j")
                .setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false")
                .setProperty(ClusterProperty.SOCKET_BIND_ANY.getName(), "false")
                // Whoever opened the member closes it, after the calls in flight; a hook of its own would race that.
                .setProperty(ClusterProperty.SHUTDOWNHOOK_ENABLED.getName(), "false")
                .setProperty(ClusterProperty.SHUTDOWNHOOK_POLICY.getName(), "GRACEFUL")
                // A spend is acknowledged only if its backup is: without this, a lost backup passes for success.
                .setProperty(ClusterProperty.FAIL_ON_INDETERMINATE_OPERATION_STATE.getName(), "true")
                .setProperty(ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS.getName(), "500")
                .setProperty(ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS.getName(), "8000");
    }
}
