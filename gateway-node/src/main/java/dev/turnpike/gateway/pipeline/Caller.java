package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.config.Grant;
import dev.turnpike.gateway.config.Server;

/**
 * An admitted caller: a valid grant, and the one server it is good for.
 *
 * @param grant as it stood when the request arrived
 * @param server the grant's server
 */
public record Caller(Grant grant, Server server) {
    public Caller {
        requireNonNull(grant, "grant");
        requireNonNull(server, "server");
    }
}
