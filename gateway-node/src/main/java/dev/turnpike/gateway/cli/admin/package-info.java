/** The admin API of a node, as an operator's program uses it. */
@NullMarked
package dev.turnpike.gateway.cli.admin;

import org.jspecify.annotations.NullMarked;
