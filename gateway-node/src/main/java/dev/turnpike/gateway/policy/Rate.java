package dev.turnpike.gateway.policy;

import dev.turnpike.clusterstate.Window;

/**
 * What the shorthand for a rate says.
 *
 * @param name the window as the author wrote it
 */
record Rate(long maxMicros, Window window, String name) {}
