/** The audit records of all nodes of a cluster, as an operator's program reads them. */
@NullMarked
package dev.turnpike.gateway.cli.audit;

import org.jspecify.annotations.NullMarked;
