/** The path of a call, in one direction: decide, clear, forward, settle, record. */
@NullMarked
package dev.turnpike.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
