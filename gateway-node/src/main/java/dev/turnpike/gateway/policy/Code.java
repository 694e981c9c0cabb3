package dev.turnpike.gateway.policy;

import java.util.Locale;

/** Why a call was refused, for machines: the {@code code} of an answer, of an audit record and of a metric. */
public enum Code {
    /** The policy hides the tool; the caller is answered as if the tool did not exist. */
    HIDDEN,
    /** The tool's action is deny. */
    TOOL_DENIED,
    /** The policy does not list the tool, and its default is deny. */
    DEFAULT_DENIED,
    /** A condition on the arguments refuses the call. */
    ARGUMENT_DENIED,
    /** A counter has not enough left. */
    LIMIT_EXCEEDED,
    /** The argument that says how much to spend is no amount. */
    BAD_INCREMENT,
    /** A person has to approve the call first. */
    APPROVAL_REQUIRED,
    /** A person denied the call. */
    APPROVAL_DENIED,
    /** Nobody decided in time. */
    APPROVAL_EXPIRED,
    /** What the decision rests on cannot be reached. */
    STATE_UNAVAILABLE,
    /** The grant has no policy. */
    NO_POLICY;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The code as it is written in answers: {@code limit_exceeded}. */
    public String wire() {
        return wire;
    }
}
