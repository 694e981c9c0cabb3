/** {@code turnpike doctor}: finds out about a cluster or about settings, and says what to mend. */
@NullMarked
package dev.turnpike.gateway.cli.doctor;

import org.jspecify.annotations.NullMarked;
