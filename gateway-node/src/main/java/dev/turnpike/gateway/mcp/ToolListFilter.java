package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Cuts the tools that a grant may not see out of an answer to {@code tools/list}. Every other byte stays: what remains
 * of the list is verbatim, and an answer of which nothing has to change is the same bytes. Thread-safe.
 *
 * <p>In the modern era a list that is cut by policy is nobody else's: {@code cacheScope} becomes {@code private} and
 * {@code ttlMs} at most a minute, whether or not anything was cut from this page, because another grant's page differs
 * (MCP 2026-07-28, "Caching").
 */
public final class ToolListFilter {
    /** The longest that a client may rely on a list, in milliseconds. */
    static final long MOST_TTL_MILLIS = 60_000;

    private final StrictJson json;
    private final boolean modern;
    private final Predicate<String> visible;

    /**
     * A filter for one request.
     *
     * @param era of the request
     * @param caps of an answer
     * @param visible whether the grant may see the tool of that name
     */
    public ToolListFilter(Era era, JsonCaps caps, Predicate<String> visible) {
        this.json = new StrictJson(caps);
        this.modern = era == Era.MODERN;
        this.visible = visible;
    }

    /**
     * Filters one JSON-RPC message of an upstream; one that carries no tools comes back as it is. A tool without a name
     * that only one reading gives is cut out.
     *
     * @throws UnreadableListException if what it lists cannot be known with certainty
     */
    public FilteredList filter(Buffer response) {
        byte[] bytes = response.getBytes();
        Cuts cuts = new Cuts();
        List<ListedTool> listed = new ArrayList<>();
        try (StrictReader in = json.read(bytes)) {
            try {
                if (in.next() != JsonToken.START_OBJECT) {
                    throw MalformedException.refused("not a JSON-RPC message");
                }
                new ToolListReader(in, cuts, listed, modern, visible).readMessage();
            } catch (IOException failure) {
                throw in.refusal(failure);
            }
        } catch (MalformedException malformed) {
            throw new UnreadableListException(malformed.sentence());
        } catch (IOException | RuntimeException unforeseen) {
            throw new UnreadableListException("cannot be read");
        }
        return new FilteredList(cuts.isEmpty() ? response : cuts.apply(bytes), listed);
    }
}
