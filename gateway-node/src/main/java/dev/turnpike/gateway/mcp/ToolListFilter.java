package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Predicate;

/** Stub. */
public final class ToolListFilter {
    public ToolListFilter(Era era, JsonCaps caps, Predicate<String> visible) {}

    /** Filters. UnreadableListException if it cannot be read */
    public FilteredList filter(Buffer response) {
        return new FilteredList(response, List.of());
    }
}
