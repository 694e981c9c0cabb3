package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperty;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The whole configuration of a member; nothing is read from files or the environment. */
final class GridConfig {
    /**
     * Into how many parts everything is spread, each kept by one member with a copy at another. INVARIANT: never
     * changes, or members of two releases would not find each other.
     */
    static final int SHARDS = 12;

    static final String QUOTA = "quota";
    /** The map of the registry, the executor that brings its news, and where a member's own copy is in its user context. */
    static final String REGISTRY = "registry";

    /** The map of the approvals, the executor that brings news of them, and who hears those in a member's user context. */
    static final String APPROVALS = "approvals";

    static final String KEYS = "keys";
    static final String NODES = "nodes";
    /** Whether the cluster has begun. */
    static final String FOUNDING = "founding";
    /** Protects every map: no member reads or writes without a majority of the cluster's size. */
    static final String QUORUM = "quorum";
    /** Where processors find their member's {@link RisingClock} in its user context. */
    static final String CLOCK = "clock";
    /** The attribute of members that read counters of sessions which are stored apart; those of earlier releases have none. */
    static final String READS_SESSIONS = "reads-sessions";
    /** In the user context of members whose shards must have a copy at another. */
    static final String COPIED = "copied";

    /** In the user context of members whose shards are also kept in a store. */
    static final String STORED = "stored";

    /** How long a member that leaves waits for others to take over what it holds. */
    static final int LEAVE_SECONDS = 15;

    private static final int CONNECT_SECONDS = 3;
    private static final int NEWS_IN_QUEUE = 1_000;

    private GridConfig() {}

    static Config of(GridSettings settings, RisingClock clock) {
        ConcurrentMap<String, Object> context = new ConcurrentHashMap<>();
        context.put(CLOCK, clock);
        if (settings.size() > 1) {
            context.put(COPIED, true);
        }
        if (settings.stored()) {
            context.put(STORED, true);
        }
        Config config = new Config()
                .setClusterName(settings.clusterName())
                .setAdvancedNetworkConfig(network(settings))
                .setUserContext(context)
                .addMapConfig(inPlace(settings, QUOTA))
                .addMapConfig(inPlace(settings, APPROVALS))
                .addMapConfig(everywhere(settings, KEYS).setInMemoryFormat(InMemoryFormat.OBJECT))
                .addMapConfig(everywhere(settings, FOUNDING))
                .addMapConfig(everywhere(settings, REGISTRY).setInMemoryFormat(InMemoryFormat.OBJECT))
                .addMapConfig(agreed(settings, NODES));
        config.getMemberAttributeConfig().setAttribute(READS_SESSIONS, "true");
        config.addExecutorConfig(news(REGISTRY)).addExecutorConfig(news(APPROVALS));
        if (settings.size() > 1) {
            config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig(
                            QUORUM, /* enabled= */ true, settings.quorum())
                    .setFunctionImplementation(new Seats(
                            settings.quorum(), settings.failureDetection().dividedBy(2)))
                    .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
        }
        config.getSerializationConfig()
                .addDataSerializableFactory(GridForms.FACTORY, new GridForms())
                .addDataSerializableFactory(MemberForms.FACTORY, new MemberForms())
                .setJavaSerializationFilterConfig(onlyFailures());
        config.getMetricsConfig().setEnabled(false);
        config.getJetConfig().setEnabled(false);
        quiet(config, settings);
        safe(config, settings);
        return config;
    }

    /** With an endpoint for members alone, a member answers no client, and none of Hazelcast's text protocols. */
    private static AdvancedNetworkConfig network(GridSettings settings) {
        AdvancedNetworkConfig network = new AdvancedNetworkConfig().setEnabled(true);
        ServerSocketEndpointConfig endpoint =
                new ServerSocketEndpointConfig().setPort(settings.memberPort()).setPortAutoIncrement(false);
        endpoint.setInterfaces(anyFamily());
        network.setMemberEndpointConfig(endpoint);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(false);
        if (settings.size() > 1) {
            join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(CONNECT_SECONDS);
            settings.members().forEach(join.getTcpIpConfig()::addMember);
            settings.memberDns().ifPresent(join.getTcpIpConfig()::addMember);
        }
        return network;
    }

    /**
     * Which addresses of a name are members. All of them; Hazelcast asks for only one address of a name where this is
     * not said. What to listen on is said by a property, which comes before it.
     */
    private static InterfacesConfig anyFamily() {
        return new InterfacesConfig().setEnabled(true).addInterface("*.*.*.*").addInterface("*:*:*:*:*:*:*:*");
    }

    /** A map whose contents the members must agree on. After a split, only one side's data goes on. */
    private static MapConfig agreed(GridSettings settings, String name) {
        MapConfig map = new MapConfig(name)
                .setBackupCount(1)
                .setAsyncBackupCount(0)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()));
        return settings.size() > 1 ? map.setSplitBrainProtectionName(QUORUM) : map;
    }

    /** A map whose values are changed where they are, by the threads of their partitions. */
    private static MapConfig inPlace(GridSettings settings, String name) {
        return agreed(settings, name)
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setStatisticsEnabled(false)
                .setPerEntryStatsEnabled(false);
    }

    private static ExecutorConfig news(String name) {
        return new ExecutorConfig(name, /* poolSize= */ 1)
                .setQueueCapacity(NEWS_IN_QUEUE)
                .setStatisticsEnabled(false);
    }

    /** With a copy at every member, as far as Hazelcast can: it is small, and outlives the loss of all but one. */
    private static MapConfig everywhere(GridSettings settings, String name) {
        int others = Math.min(settings.size() - 1, MapConfig.MAX_BACKUP_COUNT);
        return agreed(settings, name).setBackupCount(Math.max(1, others));
    }

    /**
     * Everything of ours travels as {@link GridForms}. Java serialization is left to exceptions, which members answer
     * each other with; one that is not let through would be an answer that never comes.
     */
    private static JavaSerializationFilterConfig onlyFailures() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPrefixes("com.hazelcast.", "java.lang.", "java.util.Collections$", "java.util.concurrent.")
                .addClasses(
                        StackTraceElement[].class.getName(),
                        ArrayList.class.getName(),
                        IOException.class.getName(),
                        EOFException.class.getName(),
                        StateUnavailableException.class.getName());
        return filter;
    }

    /** Nothing that calls home, watches itself or keeps more threads than a small machine has use for. */
    private static void quiet(Config config, GridSettings settings) {
        set(config, ClusterProperty.LOGGING_TYPE, "slf4j");
        set(config, ClusterProperty.PHONE_HOME_ENABLED, "false");
        set(config, ClusterProperty.SOCKET_BIND_ANY, "false");
        config.setProperty("hazelcast.local.localAddress", settings.memberHost());
        // Whoever opened the member closes it, after the calls in flight; a hook of its own would race that.
        set(config, ClusterProperty.SHUTDOWNHOOK_ENABLED, "false");
        set(config, ClusterProperty.HEALTH_MONITORING_LEVEL, "OFF");
        set(config, ClusterProperty.MOBY_NAMING_ENABLED, "false");
        set(config, ClusterProperty.EVENT_THREAD_COUNT, "1");
    }

    private static void safe(Config config, GridSettings settings) {
        String silence = Long.toString(settings.failureDetection().toSeconds());
        set(config, ClusterProperty.PARTITION_COUNT, Integer.toString(SHARDS));
        // A spend is acknowledged only if its backup is: without this, a lost backup passes for success.
        set(config, ClusterProperty.FAIL_ON_INDETERMINATE_OPERATION_STATE, "true");
        set(config, ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS, "500");
        set(config, ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS, "8000");
        set(config, ClusterProperty.HEARTBEAT_INTERVAL_SECONDS, "1");
        set(config, ClusterProperty.MAX_NO_HEARTBEAT_SECONDS, silence);
        // MASTERSHIP_CLAIM_TIMEOUT_SECONDS keeps its default: it is also the number of tries of a claim, and the first
        // dozen take no time. A member that notices the old master's leaving after the last one would be left out.
        set(config, ClusterProperty.WAIT_SECONDS_BEFORE_JOIN, "1");
        set(config, ClusterProperty.MAX_WAIT_SECONDS_BEFORE_JOIN, "5");
        // Members that started at once, or were apart, are looked for this often.
        set(config, ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS, "5");
        set(config, ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS, "5");
        set(config, ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT, Integer.toString(LEAVE_SECONDS));
    }

    private static void set(Config config, HazelcastProperty property, String value) {
        config.setProperty(property.getName(), value);
    }
}
