/** The agents that call, and the upstream that counts what reached it. */
@NullMarked
package dev.turnpike.loadtest.proof.load;

import org.jspecify.annotations.NullMarked;
