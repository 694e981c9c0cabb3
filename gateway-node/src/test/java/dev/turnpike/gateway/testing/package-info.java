/** What tests of a whole node share: a node, an upstream that remembers, and a client without manners. */
@NullMarked
package dev.turnpike.gateway.testing;

import org.jspecify.annotations.NullMarked;
