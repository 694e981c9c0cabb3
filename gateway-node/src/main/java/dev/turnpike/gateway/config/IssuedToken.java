package dev.turnpike.gateway.config;

/**
 * A token made for a grant that came without one. To be shown once, to whoever applied the grant; nothing else keeps
 * it.
 */
public record IssuedToken(String grant, Secret token) {}
