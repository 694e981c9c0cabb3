@NullMarked
package dev.turnpike.gateway.approvals;

import org.jspecify.annotations.NullMarked;
