/** Clusters as Prometheus sees them: whether alerts fire when they should, and what dashboards show. */
@NullMarked
package dev.turnpike.loadtest.watch;

import org.jspecify.annotations.NullMarked;
