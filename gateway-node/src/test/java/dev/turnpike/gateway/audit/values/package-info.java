@NullMarked
package dev.turnpike.gateway.audit.values;

import org.jspecify.annotations.NullMarked;
