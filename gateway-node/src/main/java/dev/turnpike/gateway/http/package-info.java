/** Routes of the two ports; no logic of their own. */
@NullMarked
package dev.turnpike.gateway.http;

import org.jspecify.annotations.NullMarked;
