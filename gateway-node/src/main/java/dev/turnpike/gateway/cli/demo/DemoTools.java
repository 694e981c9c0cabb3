package dev.turnpike.gateway.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tools that the demo server offers, the same as a Kestra MCP server's, and what it answers to them. Thread-safe. */
final class DemoTools {
    /** {@code {argument}} or {@code {argument|what stands there without it}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(?:\\|([^}]*))?}");

    private final ArrayNode definitions = JsonNodeFactory.instance.arrayNode();
    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();
    private final Map<String, String> answers = new LinkedHashMap<>();

    private DemoTools(JsonNode tools) {
        for (JsonNode tool : tools) {
            ObjectNode definition = tool.deepCopy();
            String name = definition.get("name").asText();
            answers.put(name, definition.remove("answer").asText());
            schemas.put(name, definition.get("inputSchema"));
            definitions.add(definition);
        }
    }

    static DemoTools load(ObjectMapper mapper) {
        try (InputStream in = Objects.requireNonNull(DemoTools.class.getResourceAsStream("kestra-tools.json"))) {
            return new DemoTools(mapper.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tools as {@code tools/list} shows them. Not to be changed. */
    ArrayNode definitions() {
        return definitions;
    }

    /** The result of a call: what the tool says, or what is wrong with the arguments. Empty for an unknown tool. */
    Optional<ObjectNode> call(String name, JsonNode arguments) {
        JsonNode schema = schemas.get(name);
        String answer = answers.get(name);
        if (schema == null || answer == null) {
            return Optional.empty();
        }
        List<String> problems = ArgumentCheck.problems(schema, arguments);
        return Optional.of(
                problems.isEmpty()
                        ? result(filled(answer, name, arguments), /* isError= */ false)
                        : result("Invalid arguments for " + name + ": " + String.join("; ", problems) + ".", true));
    }

    private static ObjectNode result(String text, boolean isError) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result.put("isError", isError);
    }

    private static String filled(String answer, String name, JsonNode arguments) {
        return PLACEHOLDER.matcher(answer).replaceAll(found -> {
            JsonNode value = arguments.path(found.group(1));
            String text;
            if (found.group(1).equals("id")) {
                text = "%08x".formatted((name + arguments).hashCode());
            } else if (value.isMissingNode() || value.isNull()) {
                text = Objects.requireNonNullElse(found.group(2), "");
            } else {
                text = value.isTextual() ? value.asText() : value.toString();
            }
            return Matcher.quoteReplacement(text);
        });
    }
}
