/** The gateway node: its entry point and its composition root. */
@NullMarked
package dev.turnpike.gateway;

import org.jspecify.annotations.NullMarked;
