package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/** Everything a policy says about one tool, or about all tools that one glob or none of them matches. */
interface Rules {
    Decision judge(String tool, Supplier<? extends JsonNode> arguments, Trace trace);

    /** What may come of a call of which only the names of the arguments are known. */
    Forecast foresee(ArgumentNames names);

    /** Whether the tool appears in tool lists. */
    boolean shown();
}
