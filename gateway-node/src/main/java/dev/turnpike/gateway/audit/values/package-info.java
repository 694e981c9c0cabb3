/** The values of calls' arguments, where a server's document wants them kept: encrypted, for a while, beside the audit. */
@NullMarked
package dev.turnpike.gateway.audit.values;

import org.jspecify.annotations.NullMarked;
