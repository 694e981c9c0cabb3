@NullMarked
package dev.turnpike.gateway.audit.trail;

import org.jspecify.annotations.NullMarked;
