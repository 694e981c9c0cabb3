/** The approval page of the management port: rendered here, without a script. */
@NullMarked
package dev.turnpike.gateway.http.console;

import org.jspecify.annotations.NullMarked;
