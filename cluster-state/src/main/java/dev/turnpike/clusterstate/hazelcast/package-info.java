/** The cluster state in a Hazelcast grid that the nodes form themselves; the only place that knows Hazelcast. */
@NullMarked
package dev.turnpike.clusterstate.hazelcast;

import org.jspecify.annotations.NullMarked;
