/** Gatling simulations: agents that call tools through one node or a cluster, at a rate that does not wait for answers. */
@NullMarked
package dev.turnpike.loadtest.simulation;

import org.jspecify.annotations.NullMarked;
