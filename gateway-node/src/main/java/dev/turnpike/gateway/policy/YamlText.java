package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.policy.DocumentText.Parsed;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Parses YAML documents from the parser's events, without its object model: no tags, no anchors, no merge keys, no
 * words that one version of YAML takes for a boolean or a number and another for a text.
 */
final class YamlText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_DOCUMENTS = 10_000;

    private Map<String, Problem.Place> places = new HashMap<>();
    private List<Problem> problems = new ArrayList<>();

    List<Parsed> parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DocumentText.MOST_CHARACTERS);
        List<Parsed> documents = new ArrayList<>();
        try {
            Iterator<Event> events =
                    new Yaml(options).parse(new StringReader(text)).iterator();
            while (events.hasNext()) {
                Event event = events.next();
                if (event.is(Event.ID.DocumentStart)) {
                    if (documents.size() == MOST_DOCUMENTS) {
                        throw new YAMLException("more than " + MOST_DOCUMENTS + " documents");
                    }
                    JsonNode root = value(events.next(), events, "", 0);
                    documents.add(new Parsed(root, places, problems));
                    places = new HashMap<>();
                    problems = new ArrayList<>();
                }
            }
        } catch (MarkedYAMLException e) {
            Problem problem = Problem.error("", "not valid YAML: " + oneLine(e.getProblem()));
            problems.add(e.getProblemMark() == null ? problem : problem.at(place(e.getProblemMark())));
            documents.add(new Parsed(NODES.nullNode(), places, problems));
        } catch (YAMLException e) {
            problems.add(Problem.error("", "not valid YAML: " + oneLine(e.getMessage())));
            documents.add(new Parsed(NODES.nullNode(), places, problems));
        }
        return documents.isEmpty() ? List.of(Parsed.failed(Problem.error("", "the document is empty"))) : documents;
    }

    private JsonNode value(Event event, Iterator<Event> events, String pointer, int depth) {
        places.put(pointer, place(event.getStartMark()));
        if (event instanceof NodeEvent node) {
            refuseAnchor(node, pointer);
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, pointer);
        }
        if (event instanceof CollectionStartEvent start) {
            if (start.getTag() != null) {
                error(event, pointer, "a tag", "leave `" + start.getTag() + "` out");
            }
            if (depth == DocumentText.DEEPEST) {
                throw new YAMLException("nested more than " + DocumentText.DEEPEST + " levels deep");
            }
            return event.is(Event.ID.MappingStart)
                    ? mapping(events, pointer, depth + 1)
                    : sequence(events, pointer, depth + 1);
        }
        return NODES.nullNode();
    }

    private ObjectNode mapping(Iterator<Event> events, String pointer, int depth) {
        ObjectNode object = NODES.objectNode();
        for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            String name = key(event, events, pointer, depth);
            String child = Pointer.child(pointer, name);
            if (object.has(name)) {
                problems.add(Problem.error(child, "duplicate key").at(place(event.getStartMark())));
            }
            object.set(name, value(events.next(), events, child, depth));
        }
        return object;
    }

    private String key(Event event, Iterator<Event> events, String pointer, int depth) {
        if (!(event instanceof ScalarEvent scalar)) {
            error(event, pointer, "a key that is not a text", "write the key as a text");
            value(event, events, pointer, depth);
            return "?";
        }
        refuseAnchor(scalar, pointer);
        String name = scalar.getValue();
        String child = Pointer.child(pointer, name);
        if (scalar.getTag() != null) {
            error(event, child, "a tag", "leave `" + scalar.getTag() + "` out");
        } else if (scalar.isPlain() && name.equals("<<")) {
            error(event, child, "a merge key", "write the fields out");
        } else if (scalar.isPlain() && !YamlScalar.isText(name)) {
            error(event, child, "a key that YAML does not take for a text", "write it in quotes: `\"" + name + "\"`");
        }
        return name;
    }

    private ArrayNode sequence(Iterator<Event> events, String pointer, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            array.add(value(event, events, Pointer.child(pointer, array.size()), depth));
        }
        return array;
    }

    private JsonNode scalar(ScalarEvent scalar, String pointer) {
        String text = scalar.getValue();
        if (scalar.getTag() != null) {
            error(scalar, pointer, "a tag", "leave `" + scalar.getTag() + "` out");
        }
        if (!scalar.isPlain()) {
            return NODES.textNode(text);
        }
        return YamlScalar.node(text).orElseGet(() -> {
            error(
                    scalar,
                    pointer,
                    "`" + text + "` means different things to different readers of YAML",
                    "write `true`, `false` or a plain decimal number, or put it in quotes");
            return NODES.nullNode();
        });
    }

    private void refuseAnchor(NodeEvent node, String pointer) {
        if (node.getAnchor() != null) {
            String kind = node instanceof AliasEvent ? "an alias" : "an anchor";
            error(node, pointer, kind, "write the value out in every place");
        }
    }

    private void error(Event event, String pointer, String what, String hint) {
        String message = what.startsWith("a") ? what + " is not accepted" : what;
        problems.add(Problem.error(pointer, message).hint(hint).at(place(event.getStartMark())));
    }

    private static Problem.Place place(Mark mark) {
        return new Problem.Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
