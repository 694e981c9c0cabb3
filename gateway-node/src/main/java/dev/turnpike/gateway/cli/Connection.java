package dev.turnpike.gateway.cli;

/**
 * What an agent needs to connect.
 *
 * @param url of the server, as agents reach it
 * @param token of a grant, or what stands for one
 */
record Connection(String server, String url, String token) {
    /** The form that most MCP clients read. */
    String clientConfiguration() {
        return """
                {
                  "mcpServers": {
                    "%s": {
                      "type": "http",
                      "url": "%s",
                      "headers": { "Authorization": "Bearer %s" }
                    }
                  }
                }""".formatted(server, url, token);
    }

    /**
     * One line for a POSIX shell.
     *
     * @param message a JSON-RPC request that needs no session, without single quotes
     */
    String curl(String message) {
        return "curl -s " + url + " -H 'Authorization: Bearer " + token
                + "' -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' -d '"
                + message
                + "'";
    }
}
