@NullMarked
package dev.turnpike.gateway.audit;

import org.jspecify.annotations.NullMarked;
