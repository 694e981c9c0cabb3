@NullMarked
package dev.turnpike.loadtest.proof.judge;

import org.jspecify.annotations.NullMarked;
