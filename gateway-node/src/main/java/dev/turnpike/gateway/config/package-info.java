/** The node's settings, and the documents that describe servers, policies and grants. */
@NullMarked
package dev.turnpike.gateway.config;

import org.jspecify.annotations.NullMarked;
