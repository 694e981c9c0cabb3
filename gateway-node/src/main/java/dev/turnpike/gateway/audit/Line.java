package dev.turnpike.gateway.audit;

import java.io.IOException;

/** A record of some kind, which can write itself. */
@FunctionalInterface
interface Line {
    void writeTo(JsonLines lines) throws IOException;
}
