package dev.turnpike.gateway.policy;

/** The questions of a judgement, in their order. */
public enum Stage {
    /** Is the tool hidden? */
    HIDDEN,
    /** Which entry of {@code tools} is it, and what if none? */
    LISTED,
    /** What does its action say? */
    ACTION,
    /** Do all the required conditions hold? */
    REQUIRE,
    /** Does any of the denying conditions hold? */
    DENY_IF,
    /** Does a person have to agree? */
    APPROVAL,
    /** What must be spent? */
    LIMITS
}
