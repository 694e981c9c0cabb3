/** The built-in MCP server of {@code turnpike demo}: real on the wire, canned in its answers. */
@NullMarked
package dev.turnpike.gateway.cli.demo;

import org.jspecify.annotations.NullMarked;
