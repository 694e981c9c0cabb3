/** Where the proof takes place: node processes, the balancer before them, and the networks between. */
@NullMarked
package dev.turnpike.loadtest.proof.site;

import org.jspecify.annotations.NullMarked;
