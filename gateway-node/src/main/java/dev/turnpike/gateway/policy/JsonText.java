package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.policy.DocumentText.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parses one JSON document, with every duplicate key and the place of every value. */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DocumentText.DEEPEST)
                    .maxNumberLength(DocumentText.LONGEST_NUMBER)
                    .build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Problem.Place> places = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Parsed parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            JsonNode root = value(parser, "");
            if (parser.nextToken() != null) {
                problems.add(Problem.error("", "unexpected text after the end of the document")
                        .at(place(parser.currentTokenLocation())));
            }
            return new Parsed(root, places, problems);
        } catch (StreamConstraintsException e) {
            problems.add(
                    located(Problem.error("", "nested too deeply, or a number that is too long"), e.getLocation()));
        } catch (JsonProcessingException e) {
            problems.add(
                    located(Problem.error("", "not valid JSON: " + sentence(e.getOriginalMessage())), e.getLocation()));
        } catch (IOException | NumberFormatException e) {
            problems.add(Problem.error("", "not valid JSON"));
        }
        return new Parsed(NODES.nullNode(), places, problems);
    }

    private JsonNode value(JsonParser parser, String pointer) throws IOException {
        places.put(pointer, place(parser.currentTokenLocation()));
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, pointer);
            case START_ARRAY -> array(parser, pointer);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> Numbers.node(parser.getText());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser, String pointer) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String child = Pointer.child(pointer, name);
            if (object.has(name)) {
                problems.add(Problem.error(child, "duplicate key").at(place(parser.currentTokenLocation())));
            }
            parser.nextToken();
            object.set(name, value(parser, child));
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String pointer) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, Pointer.child(pointer, array.size())));
        }
        return array;
    }

    private static Problem located(Problem problem, JsonLocation location) {
        return location == null ? problem : problem.at(place(location));
    }

    private static Problem.Place place(JsonLocation location) {
        return new Problem.Place(location.getLineNr(), location.getColumnNr());
    }

    /** The parser's message without what only programmers of the parser need. */
    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("").replaceAll(" \\((start marker at|code ).*?\\)", "");
        String plain = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return plain.isEmpty() ? plain : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
    }
}
