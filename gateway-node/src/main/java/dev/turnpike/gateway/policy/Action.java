package dev.turnpike.gateway.policy;

/** What a tool's entry says before any condition is looked at. */
enum Action {
    ALLOW,
    DENY,
    HIDE,
    REQUIRE_APPROVAL
}
