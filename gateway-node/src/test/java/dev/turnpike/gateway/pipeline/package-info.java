@NullMarked
package dev.turnpike.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
