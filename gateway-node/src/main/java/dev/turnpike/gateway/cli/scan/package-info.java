/** {@code turnpike scan}: reads an upstream's tools, judges how much harm each can do, and writes a policy to start from. */
@NullMarked
package dev.turnpike.gateway.cli.scan;

import org.jspecify.annotations.NullMarked;
