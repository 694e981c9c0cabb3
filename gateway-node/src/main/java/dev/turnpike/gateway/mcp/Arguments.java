package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one tool call. They have been checked to their end; their values become a tree only if somebody asks
 * for it, since most calls are judged without. Confined to the event loop that received the call.
 */
public final class Arguments {
    private final List<String> names;
    private final Supplier<ObjectNode> source;
    private @Nullable ObjectNode tree;

    Arguments(List<String> names, Supplier<ObjectNode> source) {
        this.names = names;
        this.source = source;
    }

    /** Those of a call that has none. */
    static Arguments none() {
        return new Arguments(List.of(), JsonNodeFactory.instance::objectNode);
    }

    /** The names, in the order of the body. */
    public List<String> names() {
        return names;
    }

    /** Names and values, exactly as in the body; not to be changed. */
    public ObjectNode tree() {
        if (tree == null) {
            tree = source.get();
        }
        return tree;
    }
}
