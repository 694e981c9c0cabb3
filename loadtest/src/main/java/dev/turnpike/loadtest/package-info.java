/** What the parts that every call passes cost. */
@NullMarked
package dev.turnpike.loadtest;

import org.jspecify.annotations.NullMarked;
