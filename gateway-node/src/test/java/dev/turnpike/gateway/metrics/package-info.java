/** Tests of the metrics, and of what is made of them: rules, dashboards, pages. */
@NullMarked
package dev.turnpike.gateway.metrics;

import org.jspecify.annotations.NullMarked;
