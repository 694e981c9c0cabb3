@NullMarked
package dev.turnpike.gateway.http.console;

import org.jspecify.annotations.NullMarked;
