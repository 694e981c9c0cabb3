package dev.turnpike.gateway.cli.scan;

import java.util.List;

/**
 * All tools of an upstream.
 *
 * @param server what it calls itself; safe to print
 * @param protocol the MCP revision that was spoken; safe to print
 */
record ToolListing(String server, String protocol, List<Tool> tools) {
    ToolListing {
        tools = List.copyOf(tools);
    }
}
