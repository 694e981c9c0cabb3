@NullMarked
package dev.turnpike.gateway.webhook;

import org.jspecify.annotations.NullMarked;
