@NullMarked
package dev.turnpike.loadtest.compare;

import org.jspecify.annotations.NullMarked;
