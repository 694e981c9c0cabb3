package dev.turnpike.loadtest.proof;

/**
 * Something that a scenario shows besides its limits.
 *
 * @param what it is about
 * @param value what was seen
 * @param holds whether that is as it must be
 */
public record Check(String what, String value, boolean holds) {}
