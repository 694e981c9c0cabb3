/** How a cleared call reaches its MCP server. */
@NullMarked
package dev.turnpike.gateway.upstream;

import org.jspecify.annotations.NullMarked;
