package dev.turnpike.gateway.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the arguments of a call, by the part of JSON Schema that the demo's tools use. */
final class ArgumentCheck {
    private ArgumentCheck() {}

    /** All problems, in the schema's order; empty if the arguments fit. Arguments the schema does not know are let be. */
    static List<String> problems(JsonNode schema, JsonNode arguments) {
        List<String> problems = new ArrayList<>();
        for (JsonNode name : schema.path("required")) {
            if (!arguments.has(name.asText())) {
                problems.add("`" + name.asText() + "` is missing");
            }
        }
        schema.path("properties").properties().forEach(property -> {
            JsonNode value = arguments.get(property.getKey());
            if (value != null) {
                check(property.getKey(), property.getValue(), value, problems);
            }
        });
        return problems;
    }

    private static void check(String name, JsonNode schema, JsonNode value, List<String> problems) {
        String type = schema.path("type").asText("any");
        if (!isA(type, value)) {
            problems.add("`" + name + "` must be of type " + type);
            return;
        }
        JsonNode choices = schema.path("enum");
        if (choices.isArray()) {
            List<String> allowed = new ArrayList<>();
            choices.forEach(choice -> allowed.add(choice.asText()));
            if (!allowed.contains(value.asText())) {
                problems.add("`" + name + "` must be one of " + String.join(", ", allowed));
            }
        }
    }

    private static boolean isA(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
    }
}
