package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;

/** Values of a document in words. */
final class Nodes {
    private static final int LONGEST = 200;

    private Nodes() {}

    /** What the value is, without the value of a text or a container. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "the boolean " + node.booleanValue();
            case NUMBER -> "the number " + Entry.shown(node.asText());
            case STRING -> "a text";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "missing";
        };
    }

    /** An operand as a sentence shows it. */
    static String operand(JsonNode node) {
        if (node.isArray()) {
            StringBuilder list = new StringBuilder();
            for (JsonNode element : node) {
                list.append(list.isEmpty() ? "" : ", ").append(element);
                if (list.length() > LONGEST) {
                    break;
                }
            }
            return clip(list.toString());
        }
        return clip(node.toString());
    }

    private static String clip(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
