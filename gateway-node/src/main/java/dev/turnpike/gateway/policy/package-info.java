/** What a policy says about a call: pure, without I/O, clock or network. */
@NullMarked
package dev.turnpike.gateway.policy;

import org.jspecify.annotations.NullMarked;
