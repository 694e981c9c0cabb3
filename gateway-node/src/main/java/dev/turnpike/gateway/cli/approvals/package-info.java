/** The approvals of a cluster as the command line sees them: what the admin API answers, read back. */
@NullMarked
package dev.turnpike.gateway.cli.approvals;

import org.jspecify.annotations.NullMarked;
