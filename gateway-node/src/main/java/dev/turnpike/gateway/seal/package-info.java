/** What one node gives to a client and any node must be able to trust when it comes back. */
@NullMarked
package dev.turnpike.gateway.seal;

import org.jspecify.annotations.NullMarked;
