package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;

/** An operator with its operand, compiled. */
@FunctionalInterface
interface Check {
    /** Judges a value that is there; an explicit null is. */
    Verdict judge(JsonNode value);

    /** Judges that there is none. */
    default Verdict absent() {
        return Verdict.ABSENT;
    }
}
