package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;

/** What the callers with one grant may do, compiled. Immutable and thread-safe; never blocks, reads no clock. */
public final class Policy {
    private Policy() {}

    /** The policy of a grant that has none: everything is denied. */
    public static Policy none() {
        return new Policy();
    }

    /**
     * Judges one call.
     *
     * @param tool the tool's name, exactly as called
     * @param arguments an object; an empty one for a call without arguments
     */
    public Decision decide(String tool, JsonNode arguments) {
        return new Decision.Deny(new Refusal(Code.NO_POLICY, "(no policy)", tool + arguments.size()));
    }

    /** The same judgement as {@link #decide}, with every step of it. */
    public Explanation explain(String tool, JsonNode arguments) {
        return new Explanation(decide(tool, arguments), java.util.List.of());
    }

    /** Whether the tool appears in tool lists; under a shadow policy every tool does. */
    public boolean shows(String tool) {
        return tool.isEmpty();
    }

    /** Whether decisions are only recorded, and every call is forwarded. */
    public boolean shadow() {
        return false;
    }
}
