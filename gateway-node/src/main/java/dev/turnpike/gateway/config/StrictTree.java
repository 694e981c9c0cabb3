package dev.turnpike.gateway.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A value as it was read, with what must not be in it. Numbers keep their digits. */
record StrictTree(JsonNode node, List<Flaw> flaws) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Something that makes the value ambiguous. */
    record Flaw(String pointer, String message, String hint) {}

    /** Reads the value that the parser stands on, and leaves the parser on its last token. */
    static StrictTree read(JsonParser parser) throws IOException {
        List<Flaw> flaws = new ArrayList<>();
        return new StrictTree(value(parser, "", flaws), flaws);
    }

    boolean isNull() {
        return node.isNull() && flaws.isEmpty();
    }

    /** The elements of a list, each with the flaws within it; the value itself if it is no list. */
    List<StrictTree> elements() {
        if (!node.isArray()) {
            return List.of(this);
        }
        List<StrictTree> elements = new ArrayList<>();
        for (int index = 0; index < node.size(); index++) {
            String prefix = "/" + index;
            List<Flaw> within = flaws.stream()
                    .filter(flaw -> (flaw.pointer() + "/").startsWith(prefix + "/"))
                    .map(flaw -> new Flaw(flaw.pointer().substring(prefix.length()), flaw.message(), flaw.hint()))
                    .toList();
            elements.add(new StrictTree(node.get(index), within));
        }
        return elements;
    }

    private static JsonNode value(JsonParser parser, String pointer, List<Flaw> flaws) throws IOException {
        if (StrictText.isIndirect(parser)) {
            flaws.add(new Flaw(pointer, "YAML anchors and aliases are not accepted", "write the value out"));
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, pointer, flaws);
            case START_ARRAY -> array(parser, pointer, flaws);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser, pointer, flaws);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> {
                flaws.add(new Flaw(pointer, "YAML tags are not accepted", "write the value plainly"));
                yield NODES.nullNode();
            }
        };
    }

    private static ObjectNode object(JsonParser parser, String pointer, List<Flaw> flaws) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String place = Fields.child(pointer, key);
            if (object.has(key)) {
                flaws.add(new Flaw(place, "`" + Quoted.of(key) + "` is there twice", "remove one of them"));
            }
            parser.nextToken();
            object.set(key, value(parser, place, flaws));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, String pointer, List<Flaw> flaws) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, pointer + "/" + array.size(), flaws));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static JsonNode decimal(JsonParser parser, String pointer, List<Flaw> flaws) throws IOException {
        if (parser.isNaN()) {
            flaws.add(new Flaw(pointer, "not a finite number", "write it with digits"));
            return NODES.nullNode();
        }
        return DecimalNode.valueOf(parser.getDecimalValue());
    }
}
