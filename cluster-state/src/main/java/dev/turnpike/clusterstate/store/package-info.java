/** Durable copies of what the nodes share: what they are, and the databases that keep them. */
@NullMarked
package dev.turnpike.clusterstate.store;

import org.jspecify.annotations.NullMarked;
