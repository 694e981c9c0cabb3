package dev.turnpike.gateway.policy;

/** What happens to calls while a limit's counter cannot be reached. */
public enum OnStateLoss {
    DENY,
    ALLOW
}
