@NullMarked
package dev.turnpike.clusterstate.hazelcast;

import org.jspecify.annotations.NullMarked;
