package dev.turnpike.gateway.policy;

/** What happens to tools that no entry matches. */
enum DefaultAction {
    DENY,
    ALLOW
}
