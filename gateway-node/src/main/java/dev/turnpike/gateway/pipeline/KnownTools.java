package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.mcp.ListedTool;
import dev.turnpike.gateway.mcp.ParamHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the upstreams' own tool lists taught this node, as they passed: names that may become metric labels, and which
 * arguments are mirrored in headers. Bounded for each server. Thread-safe.
 */
public final class KnownTools {
    private static final int MOST_TOOLS = 2_000;
    private static final int LONGEST_NAME = 128;

    private final Map<String, Map<String, ParamHeaders>> servers = new ConcurrentHashMap<>();

    /** Remembers a list, or a page of one, that came from {@code server}. */
    public void learn(String server, List<ListedTool> listed) {
        Map<String, ParamHeaders> tools = servers.computeIfAbsent(server, name -> new ConcurrentHashMap<>());
        for (ListedTool tool : listed) {
            boolean room = tools.size() < MOST_TOOLS || tools.containsKey(tool.name());
            if (room && tool.name().length() <= LONGEST_NAME) {
                tools.put(tool.name(), ParamHeaders.of(tool.inputSchema()));
            }
        }
    }

    /** Which headers mirror the arguments of a tool, if it has been listed. */
    Optional<ParamHeaders> paramHeaders(String server, String tool) {
        return Optional.ofNullable(servers.getOrDefault(server, Map.of()).get(tool));
    }

    /** Whether the upstream has listed the tool. */
    public boolean knows(String server, String tool) {
        return servers.getOrDefault(server, Map.of()).containsKey(tool);
    }
}
