@NullMarked
package dev.turnpike.loadtest.proof;

import org.jspecify.annotations.NullMarked;
