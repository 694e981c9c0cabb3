/** {@code turnpike status}: what the nodes of a cluster say of themselves and of each other. */
@NullMarked
package dev.turnpike.gateway.cli.status;

import org.jspecify.annotations.NullMarked;
