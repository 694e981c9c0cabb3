/** What Turnpike costs, measured. */
@NullMarked
package dev.turnpike.loadtest;

import org.jspecify.annotations.NullMarked;
