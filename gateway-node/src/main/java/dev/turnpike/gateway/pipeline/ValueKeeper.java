package dev.turnpike.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.config.Server;
import java.time.Instant;
import java.util.Optional;

/** Keeps the values of arguments for servers that want it. Thread-safe; never blocks. */
@FunctionalInterface
public interface ValueKeeper {
    /** Keeps none. */
    ValueKeeper NONE = (time, how, arguments) -> Optional.empty();

    /**
     * Keeps those of one call, and answers with the name by which they are found; empty if they are not kept.
     *
     * @param arguments must not change any more
     */
    Optional<String> keep(Instant time, Server.Recording how, JsonNode arguments);
}
