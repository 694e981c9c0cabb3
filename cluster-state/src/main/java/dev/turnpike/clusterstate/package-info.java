/** What the nodes of a cluster agree on: ports, and the values that pass through them. */
@NullMarked
package dev.turnpike.clusterstate;

import org.jspecify.annotations.NullMarked;
