package dev.turnpike.gateway.config;

import static dev.turnpike.gateway.config.Setting.*;

import dev.turnpike.gateway.config.NodeConfig.Address;
import dev.turnpike.gateway.config.NodeConfig.Cluster;
import dev.turnpike.gateway.config.NodeConfig.Grid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the settings of a node that make it a member of a cluster. */
final class ClusterReader {
    /** Beyond it a cluster is many more members than one grid is made for. */
    private static final int LARGEST = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,126}[A-Za-z0-9])?");

    private ClusterReader() {}

    static Cluster read(SettingValues values, Grid grid) {
        int size = values.count(CLUSTER_SIZE, 1, LARGEST);
        Address member = new Address(
                values.parsed(MEMBER_HOST, "a host name or an address", WebUrl::bindable)
                        .orElse("127.0.0.1"),
                values.count(MEMBER_PORT, 0, 65_535));
        Set<String> members = values.list(MEMBERS, "`host` or `host:port`", ClusterReader::address);
        Optional<String> dns = values.parsed(MEMBER_DNS, "a DNS name", WebUrl::bindable);
        if (size > 1 && grid == Grid.MEMORY) {
            values.wrong(CLUSTER_SIZE, "nodes share nothing with `grid` `memory`", "set `grid` to `hazelcast`");
        }
        if (size > 1 && members.isEmpty() && dns.isEmpty()) {
            values.wrong(CLUSTER_SIZE, "no way to find the other nodes", "set `members` or `member-dns`");
        }
        if (size > 1 && member.port() == 0) {
            values.wrong(MEMBER_PORT, "the other nodes could not know the port", "choose one, such as 5701");
        }
        if (Set.of("0.0.0.0", "::").contains(member.host())) {
            values.wrong(MEMBER_HOST, "no address that others could connect to", "name one of this machine's own");
        }
        return new Cluster(
                name(values, CLUSTER_NAME),
                size,
                name(values, NODE_NAME),
                member,
                List.copyOf(members),
                dns,
                values.duration(GRID_DEADLINE, Duration.ofMillis(10), Duration.ofMinutes(1)),
                values.duration(FAILURE_DETECTION, Duration.ofSeconds(2), Duration.ofMinutes(5)),
                values.flag(COALESCE),
                values.flag(REMEMBER_EXHAUSTED));
    }

    private static String name(SettingValues values, Setting setting) {
        return values.parsed(
                        setting,
                        "letters, digits, `.`, `_`, `:` and `-`, at most 128",
                        text -> Optional.of(text)
                                .filter(name -> NAME.matcher(name).matches()))
                .orElse("");
    }

    private static Optional<String> address(String text) {
        return text.equals("*") ? Optional.empty() : WebUrl.host(text);
    }
}
