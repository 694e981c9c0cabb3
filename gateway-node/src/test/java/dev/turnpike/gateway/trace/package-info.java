@NullMarked
package dev.turnpike.gateway.trace;

import org.jspecify.annotations.NullMarked;
