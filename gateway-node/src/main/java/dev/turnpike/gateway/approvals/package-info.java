/** What people and nodes do with approvals, apart from the path of a call. */
@NullMarked
package dev.turnpike.gateway.approvals;

import org.jspecify.annotations.NullMarked;
