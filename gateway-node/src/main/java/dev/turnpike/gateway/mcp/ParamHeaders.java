package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Mcp-Param-*} headers that one tool's {@code inputSchema} asks for with {@code x-mcp-header}, compiled
 * (MCP 2026-07-28, "Custom Headers from Tool Parameters"). Immutable, thread-safe.
 */
public final class ParamHeaders {
    /** No header is known: everything passes. */
    public static final ParamHeaders NONE = new ParamHeaders(List.of());

    private static final String PREFIX = "Mcp-Param-";
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean", "number");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]{1,256}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?");
    private static final int MOST_HEADERS = 100;
    private static final int MOST_LEVELS = 64;

    private final List<Mirror> mirrors;

    private ParamHeaders(List<Mirror> mirrors) {
        this.mirrors = List.copyOf(mirrors);
    }

    /**
     * Compiles the annotations of a schema. One that breaks the rules makes the tool's definition invalid for clients;
     * of such a schema, and of anything that is none, no header is known.
     */
    public static ParamHeaders of(JsonNode inputSchema) {
        List<Mirror> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        return collect(inputSchema, List.of(), found, names) ? new ParamHeaders(found) : NONE;
    }

    /**
     * Holds a call's headers against its arguments. In the modern era every annotated argument must be mirrored; in the
     * legacy one, which has no such headers, those that are there must agree.
     *
     * @throws WireException 400, −32020 if they differ
     */
    public void check(Message.ToolCall call, MultiMap headers) {
        try {
            for (Mirror mirror : mirrors) {
                mirror.check(call, headers);
            }
        } catch (WireException refusal) {
            throw refusal.withId(call.id());
        }
    }

    /**
     * The headers with which a call with these arguments passes {@link #check}: what else mirrored arguments is left out,
     * for it would speak of others.
     *
     * @param headers of the call before its arguments were changed; not changed themselves
     */
    public MultiMap mirroring(Message.ToolCall call, MultiMap headers) {
        MultiMap mirrored = MultiMap.caseInsensitiveMultiMap();
        boolean modern = call.era() == Era.MODERN;
        headers.forEach((name, value) -> {
            if (!name.regionMatches(/* ignoreCase= */ true, 0, PREFIX, 0, PREFIX.length())) {
                mirrored.add(name, value);
            }
        });
        for (Mirror mirror : mirrors) {
            if (modern || headers.contains(mirror.header)) {
                mirror.write(call, mirrored);
            }
        }
        return mirrored;
    }

    private static boolean collect(JsonNode schema, List<String> path, List<Mirror> found, Set<String> names) {
        if (path.size() > MOST_LEVELS) {
            return false;
        }
        JsonNode name = schema.get("x-mcp-header");
        if (name != null) {
            String type = schema.path("type").asText();
            if (path.isEmpty()
                    || !name.isTextual()
                    || !TOKEN.matcher(name.textValue()).matches()
                    || !TYPES.contains(type)
                    || !names.add(name.textValue().toLowerCase(Locale.ROOT))
                    || names.size() > MOST_HEADERS) {
                return false;
            }
            found.add(new Mirror(PREFIX + name.textValue(), path, /* number= */ isNumber(type)));
        }
        for (var property : schema.path("properties").properties()) {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(property.getKey());
            if (!collect(property.getValue(), List.copyOf(deeper), found, names)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String type) {
        return type.equals("integer") || type.equals("number");
    }

    /** One argument and the header that mirrors it. */
    private record Mirror(String header, List<String> path, boolean number) {
        void write(Message.ToolCall call, MultiMap headers) {
            JsonNode value = value(call);
            if (value.isValueNode() && !value.isNull()) {
                headers.set(
                        header,
                        HeaderValue.encoded(
                                value.isNumber() ? value.decimalValue().toPlainString() : value.asText()));
            }
        }

        private JsonNode value(Message.ToolCall call) {
            JsonNode value = call.arguments().tree();
            for (String key : path) {
                value = value.path(key);
            }
            return value;
        }

        void check(Message.ToolCall call, MultiMap headers) {
            JsonNode value = value(call);
            String given = HeaderValue.single(headers, header);
            if (given == null) {
                if (call.era() == Era.MODERN && value.isValueNode() && !value.isNull()) {
                    throw WireException.headerMismatch("the " + header + " header is missing");
                }
            } else if (!agrees(HeaderValue.decoded(header, given), value)) {
                throw WireException.headerMismatch(header + " header value `" + Shown.text(given)
                        + "` does not match the argument `" + Shown.text(String.join(".", path)) + "`");
            }
        }

        private boolean agrees(String given, JsonNode value) {
            if (value.isTextual()) {
                return given.equals(value.textValue());
            }
            if (value.isBoolean()) {
                return given.equals(value.asText());
            }
            BigDecimal sent = number && value.isNumber() ? decimal(given) : null;
            return sent == null
                    ? value.isNumber() && given.equals(value.asText())
                    : sent.compareTo(value.decimalValue()) == 0;
        }

        private static @Nullable BigDecimal decimal(String text) {
            return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
        }
    }
}
