@NullMarked
package dev.turnpike.clusterstate.memory;

import org.jspecify.annotations.NullMarked;
