/** What operators do at the management port: routes only. */
@NullMarked
package dev.turnpike.gateway.http.admin;

import org.jspecify.annotations.NullMarked;
