/** The command line. */
@NullMarked
package dev.turnpike.gateway.cli;

import org.jspecify.annotations.NullMarked;
