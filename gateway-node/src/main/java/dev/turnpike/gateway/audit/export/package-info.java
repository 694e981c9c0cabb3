/** Where copies of audit records go, beside the file. */
@NullMarked
package dev.turnpike.gateway.audit.export;

import org.jspecify.annotations.NullMarked;
