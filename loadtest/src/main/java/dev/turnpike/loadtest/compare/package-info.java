/** Turnpike beside what others do with the same calls, measured in one run. */
@NullMarked
package dev.turnpike.loadtest.compare;

import org.jspecify.annotations.NullMarked;
