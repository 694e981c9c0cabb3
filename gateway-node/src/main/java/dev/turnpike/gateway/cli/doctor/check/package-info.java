/** What {@code turnpike doctor} checks; each check is a pure function of what was found out before. */
@NullMarked
package dev.turnpike.gateway.cli.doctor.check;

import org.jspecify.annotations.NullMarked;
