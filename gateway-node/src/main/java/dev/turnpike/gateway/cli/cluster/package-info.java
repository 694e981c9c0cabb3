/** {@code turnpike cluster}: node processes with a balancer and Prometheus beside them, on one machine. */
@NullMarked
package dev.turnpike.gateway.cli.cluster;

import org.jspecify.annotations.NullMarked;
