package dev.turnpike.gateway.party;

import java.util.Map;

/** A tool call that a client is told to make. */
record Call(String name, Map<String, Object> arguments) {
    Call {
        arguments = Map.copyOf(arguments);
    }
}
