@NullMarked
package dev.turnpike.clusterstate;

import org.jspecify.annotations.NullMarked;
