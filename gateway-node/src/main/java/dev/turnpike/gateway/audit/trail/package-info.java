/** Audit files read back: whether they are what was written, and what they say. */
@NullMarked
package dev.turnpike.gateway.audit.trail;

import org.jspecify.annotations.NullMarked;
