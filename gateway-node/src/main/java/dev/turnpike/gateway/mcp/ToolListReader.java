package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One walk over an upstream's message: what it lists, and what has to be cut out of its bytes. */
final class ToolListReader {
    private final StrictReader in;
    private final Cuts cuts;
    private final List<ListedTool> listed;
    private final boolean modern;
    private final Predicate<String> visible;
    private boolean cutSomething;

    ToolListReader(StrictReader in, Cuts cuts, List<ListedTool> listed, boolean modern, Predicate<String> visible) {
        this.in = in;
        this.cuts = cuts;
        this.listed = listed;
        this.modern = modern;
        this.visible = visible;
    }

    /** Reads the message whose opening brace is the current token. */
    void readMessage() throws IOException {
        Set<String> keys = new HashSet<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            requireNew(keys, name, "result");
            if (in.next() == JsonToken.START_OBJECT && name.equals("result")) {
                readResult();
            } else {
                JsonNode value = in.currentValue();
                if (name.equals("result") && !value.isObject()) {
                    throw MalformedException.refused("`result` is no object");
                }
            }
        }
        in.requireEnd();
    }

    private void readResult() throws IOException {
        int open = in.start();
        Set<String> keys = new HashSet<>();
        Hint scope = null;
        Hint ttl = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            requireNew(keys, name, "tools");
            JsonToken first = in.next();
            if (name.equals("tools")) {
                if (first != JsonToken.START_ARRAY) {
                    throw MalformedException.refused("`tools` is no array");
                }
                readTools();
            } else {
                int start = in.start();
                JsonNode value = in.currentValue();
                if (name.equals("cacheScope")) {
                    scope = new Hint(start, in.end(), value);
                } else if (name.equals("ttlMs")) {
                    ttl = new Hint(start, in.end(), value);
                }
            }
        }
        if (modern && keys.contains("tools")) {
            keepPrivate(open, scope, ttl);
        }
    }

    private void keepPrivate(int open, @Nullable Hint scope, @Nullable Hint ttl) {
        if (scope != null && !"private".equals(scope.value().textValue())) {
            cuts.replace(scope.start(), scope.end(), "\"private\"");
        } else if (scope == null && cutSomething) {
            cuts.replace(open + 1, open + 1, "\"cacheScope\":\"private\",");
        }
        if (ttl != null && !(ttl.value().isNumber() && ttl.value().doubleValue() <= ToolListFilter.MOST_TTL_MILLIS)) {
            cuts.replace(ttl.start(), ttl.end(), Long.toString(ToolListFilter.MOST_TTL_MILLIS));
        }
    }

    /**
     * Cuts hidden tools with the comma before them, or, up to the first that stays, with the comma behind them; so each
     * that stays keeps its own bytes.
     */
    private void readTools() throws IOException {
        boolean kept = false;
        int previousEnd = -1; // of the tool before
        int leading = -1; // start of hidden tools that nothing visible precedes
        int end = -1;
        for (JsonToken token = in.next(); token != JsonToken.END_ARRAY; token = in.next()) {
            int start = in.start();
            JsonNode tool = in.currentValue();
            end = in.end();
            if (isShown(tool)) {
                if (leading >= 0) {
                    cuts.replace(leading, start, "");
                    leading = -1;
                }
                kept = true;
            } else {
                cutSomething = true;
                if (kept) {
                    cuts.replace(previousEnd, end, "");
                } else if (leading < 0) {
                    leading = start;
                }
            }
            previousEnd = end;
        }
        if (leading >= 0) {
            cuts.replace(leading, end, "");
        }
    }

    private boolean isShown(JsonNode tool) {
        JsonNode name = tool.path("name");
        if (!name.isTextual() || hasLookalike(tool)) {
            return false;
        }
        listed.add(new ListedTool(name.textValue(), tool));
        return visible.test(name.textValue());
    }

    private static boolean hasLookalike(JsonNode tool) {
        for (var field : tool.properties()) {
            if (field.getKey().equalsIgnoreCase("name") && !field.getKey().equals("name")) {
                return true;
            }
        }
        return false;
    }

    /** A key that a lax client would take for the decisive one makes the whole answer ambiguous. */
    private static void requireNew(Set<String> keys, String name, String decisive) {
        if (!keys.add(name) || (name.equalsIgnoreCase(decisive) && !name.equals(decisive))) {
            throw MalformedException.refused("duplicate key `" + Shown.text(name) + "`");
        }
    }

    private record Hint(int start, int end, JsonNode value) {}
}
