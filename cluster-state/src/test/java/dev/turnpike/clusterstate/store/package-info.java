@NullMarked
package dev.turnpike.clusterstate.store;

import org.jspecify.annotations.NullMarked;
