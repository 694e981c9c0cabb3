package dev.turnpike.gateway.webhook;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface Resolver {
    /** All of them, at least one; fails if there are none. Never blocks. */
    Future<List<InetAddress>> resolve(String host);
}
