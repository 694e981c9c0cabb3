package dev.turnpike.gateway.mcp;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What became of an answer to {@code tools/list}.
 *
 * @param bytes what the client gets
 * @param listed the tools that the upstream named, hidden ones too, in its order; empty if it was no tool list
 */
public record FilteredList(Buffer bytes, List<ListedTool> listed) {
    public FilteredList {
        requireNonNull(bytes, "bytes");
        listed = List.copyOf(listed);
    }
}
