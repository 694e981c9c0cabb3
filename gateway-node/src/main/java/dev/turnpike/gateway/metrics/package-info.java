/** Every meter of the node. */
@NullMarked
package dev.turnpike.gateway.metrics;

import org.jspecify.annotations.NullMarked;
