/** Recorded calls judged by other policies than those by which they were decided. */
@NullMarked
package dev.turnpike.gateway.cli.replay;

import org.jspecify.annotations.NullMarked;
