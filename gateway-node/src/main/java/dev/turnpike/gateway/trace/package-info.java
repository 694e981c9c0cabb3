/** The traces of calls: OpenTelemetry spans, sent to a collector beside the path of a call. */
@NullMarked
package dev.turnpike.gateway.trace;

import org.jspecify.annotations.NullMarked;
