/** Messages about approvals to addresses outside: signed, in order, retried, and never in the way of anything else. */
@NullMarked
package dev.turnpike.gateway.webhook;

import org.jspecify.annotations.NullMarked;
