/**
 * Judges what happened: pure, and with arithmetic of its own, so that a mistake of the product is not repeated here.
 */
@NullMarked
package dev.turnpike.loadtest.proof.judge;

import org.jspecify.annotations.NullMarked;
