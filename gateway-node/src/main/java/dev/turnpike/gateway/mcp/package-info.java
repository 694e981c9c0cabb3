/** The Model Context Protocol on the wire: strict decoding, eras, header checks, streams; knows no policy. */
@NullMarked
package dev.turnpike.gateway.mcp;

import org.jspecify.annotations.NullMarked;
