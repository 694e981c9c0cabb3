/** The cluster state of one process: for a node without a cluster, and for tests. */
@NullMarked
package dev.turnpike.clusterstate.memory;

import org.jspecify.annotations.NullMarked;
