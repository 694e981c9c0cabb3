/** The proof that limits hold over the whole cluster: real nodes, real faults, and an upstream that counts. */
@NullMarked
package dev.turnpike.loadtest.proof;

import org.jspecify.annotations.NullMarked;
