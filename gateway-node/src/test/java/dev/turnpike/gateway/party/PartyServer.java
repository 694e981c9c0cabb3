package dev.turnpike.gateway.party;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An MCP server of others, on a free port of the loopback interface. */
final class PartyServer implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("(?m)^LISTENING (\\d+)$");
    private static final String EVERYTHING = "@modelcontextprotocol/server-everything/dist/index.js";

    private final PartyProcess process;
    private final URI url;

    private PartyServer(String... script) {
        process = Parties.start(Map.of(), List.of("loopback.mjs"), script);
        try {
            url = URI.create("http://127.0.0.1:" + process.awaitOutput(LISTENING) + "/mcp");
        } catch (Throwable e) {
            process.close();
            throw e;
        }
    }

    /** The reference server, which speaks the legacy era. */
    static PartyServer everything() {
        return new PartyServer(Parties.module(EVERYTHING), "streamableHttp");
    }

    /** The same server as a stdio program, put on HTTP by mcp-proxy, which speaks both eras. */
    static PartyServer proxiedEverything() {
        String proxy = Parties.module("mcp-proxy/dist/bin/mcp-proxy.mjs");
        String everything = Parties.module(EVERYTHING);
        return new PartyServer(
                proxy, "--host", "127.0.0.1", "--server", "stream", "--", Parties.node(), everything, "stdio");
    }

    /** The project's own server, which has what the conformance suite calls for and speaks both eras. */
    static PartyServer fixtures() {
        return new PartyServer(
                Parties.directory().resolve("fixtures-server.mjs").toString());
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }
}
