package dev.turnpike.gateway.config;

import static java.util.Collections.unmodifiableMap;
import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.audit.values.ValueKey;
import dev.turnpike.gateway.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A registered MCP server, ready to be called from this node.
 *
 * @param url where it is reached
 * @param headers what this node adds to every request, by name as written; empty if unavailable
 * @param tls which servers are trusted at that URL, and as whom this node shows itself; empty for what Java trusts, and
 *     nobody
 * @param timeout for the head of an answer; empty if the node's default holds
 * @param recording how values of arguments are kept; empty if they are not
 * @param unavailable why this node cannot call the server (a secret or a file that is missing here), or empty; calls must be
 *     refused then
 * @param revision of its document
 */
public record Server(
        String name,
        Optional<String> description,
        URI url,
        Map<String, Secret> headers,
        Optional<ClientTls> tls,
        Optional<Duration> timeout,
        ErrorStyle errorStyle,
        Optional<Recording> recording,
        Optional<String> unavailable,
        long revision) {
    /**
     * How values of arguments are kept.
     *
     * @param key under which they are encrypted
     * @param days how many whole days after the day of the call
     */
    public record Recording(ValueKey key, int days) {}

    public Server {
        requireNonNull(name, "name");
        requireNonNull(url, "url");
        headers = unmodifiableMap(new LinkedHashMap<>(headers));
        requireNonNull(tls, "tls");
        requireNonNull(errorStyle, "errorStyle");
        requireNonNull(recording, "recording");
    }
}
