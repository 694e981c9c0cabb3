/** The node's settings, and the documents that describe servers, policies, grants and operators. */
@NullMarked
package dev.turnpike.gateway.config;

import org.jspecify.annotations.NullMarked;
