package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * The one JSON line that a serving command prints when it is ready, for scripts.
 *
 * @param agents where agents connect, without path
 * @param management where operators and probes connect, without path
 * @param servers the servers' names
 * @param tokens the tokens that were made at this start, by grant
 * @param adminToken the token of the operator {@code admin}, if it was made at this start
 */
record ReadyLine(
        String agents,
        String management,
        Iterable<String> servers,
        Map<String, String> tokens,
        Optional<String> adminToken) {
    static String mcpUrl(String agents, String server) {
        return agents + "/mcp/" + server;
    }

    /** For a command that is the node itself. */
    String json() {
        ObjectNode json = document();
        json.putArray("nodes")
                .addObject()
                .put("url", agents)
                .put("management", management)
                .put("pid", ProcessHandle.current().pid());
        return json.toString();
    }

    /**
     * All but the nodes; with {@code url} and {@code token} of the only server and the only token, where there is just
     * one.
     */
    ObjectNode document() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode urls = JsonNodeFactory.instance.objectNode();
        servers.forEach(server -> urls.put(server, mcpUrl(agents, server)));
        json.put("url", urls.size() == 1 ? urls.elements().next().asText() : agents);
        if (tokens.size() == 1) {
            json.put("token", tokens.values().iterator().next());
        }
        json.put("management", management);
        json.set("servers", urls);
        ObjectNode shown = json.putObject("tokens");
        tokens.forEach(shown::put);
        adminToken.ifPresent(token -> json.put("adminToken", token));
        return json;
    }
}
