package dev.turnpike.gateway.mcp;

/** How an upstream answered a tool call, as far as its answer tells. */
public enum CallOutcome {
    /** A result. The tool ran. */
    RESULT,
    /** A result with {@code isError}. The tool ran. */
    TOOL_ERROR,
    /** A JSON-RPC error. The tool did not run. */
    PROTOCOL_ERROR,
    /** A result of type {@code input_required}. The tool has not run yet. */
    INPUT_REQUIRED,
    /** No answer that could be understood. Counts as run. */
    UNKNOWN;

    /** Whether the tool surely did not run, so that what was spent is given back. */
    public boolean surelyDidNotRun() {
        return this == PROTOCOL_ERROR || this == INPUT_REQUIRED;
    }
}
