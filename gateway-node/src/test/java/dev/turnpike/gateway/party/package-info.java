/** Tests with programs of others: real MCP clients, real MCP servers and the conformance suite. */
@NullMarked
package dev.turnpike.gateway.party;

import org.jspecify.annotations.NullMarked;
