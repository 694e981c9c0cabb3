package dev.turnpike.gateway.policy;

/** Whether a policy, or one limit, refuses or only records. */
enum Mode {
    ENFORCE,
    SHADOW
}
