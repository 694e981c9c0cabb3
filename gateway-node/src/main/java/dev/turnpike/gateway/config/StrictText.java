package dev.turnpike.gateway.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.turnpike.gateway.policy.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a text of JSON or YAML so that it can mean one thing only: duplicate keys, anchors, aliases and tags are
 * problems, and so is anything nested too deep. What is found wrong is told without the text around it, which may hold
 * a secret.
 */
final class StrictText {
    /** Longer texts are not read. */
    static final int MOST_CHARS = 2 * 1024 * 1024;

    private static final int DEEPEST = 64;
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxDocumentLength(MOST_CHARS)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final JsonFactory YAML = YAMLFactory.builder()
            .loaderOptions(loaderOptions())
            .streamReadConstraints(CONSTRAINTS)
            .build();

    /** One document of a text: what problems call it, and what it says. */
    record Part(String source, JsonNode tree) {}

    /** All documents of a text, in order; elements of a list at the top are documents of their own. */
    static List<Part> read(DocumentSource text, Problems problems) {
        if (text.text().length() > MOST_CHARS) {
            problems.add(text.name(), "", "larger than 2MiB", "split it into several files");
            return List.of();
        }
        List<StrictTree> trees = new ArrayList<>();
        boolean json = isJson(text);
        try (JsonParser parser = (json ? JSON : YAML).createParser(text.text())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (json && !trees.isEmpty()) {
                    problems.addAt(text.name(), place(parser.currentTokenLocation()), "more than one JSON value");
                    break;
                }
                trees.add(StrictTree.read(parser));
            }
        } catch (JsonProcessingException malformed) {
            Problem.Place place =
                    malformed.getLocation() == null ? new Problem.Place(1, 1) : place(malformed.getLocation());
            problems.addAt(text.name(), place, message(malformed, json));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return parts(text.name(), trees, problems);
    }

    private static List<Part> parts(String name, List<StrictTree> trees, Problems problems) {
        List<StrictTree> documents = trees.stream()
                .flatMap(tree -> tree.elements().stream())
                .filter(tree -> !tree.isNull())
                .toList();
        List<Part> parts = new ArrayList<>();
        for (StrictTree document : documents) {
            String source = documents.size() == 1 ? name : name + "#" + (parts.size() + 1);
            document.flaws().forEach(flaw -> problems.add(source, flaw.pointer(), flaw.message(), flaw.hint()));
            parts.add(new Part(source, document.node()));
        }
        return parts;
    }

    private static boolean isJson(DocumentSource text) {
        if (text.name().endsWith(".yaml") || text.name().endsWith(".yml")) {
            return false;
        }
        String start = text.text().stripLeading();
        return text.name().endsWith(".json") || start.startsWith("{") || start.startsWith("[");
    }

    private static String message(JsonProcessingException malformed, boolean json) {
        if (malformed.getCause() instanceof MarkedYAMLException yaml && yaml.getProblem() != null) {
            return "not valid YAML: " + Quoted.of(yaml.getProblem());
        }
        return "not valid " + (json ? "JSON" : "YAML") + ", or nested deeper than " + DEEPEST + " levels";
    }

    private static Problem.Place place(JsonLocation location) {
        return new Problem.Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static LoaderOptions loaderOptions() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARS);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        return options;
    }

    /** Whether the parser stands on something that only YAML has, and that hides what a document says. */
    static boolean isIndirect(JsonParser parser) throws IOException {
        return parser instanceof YAMLParser yaml && (yaml.isCurrentAlias() || yaml.getObjectId() != null);
    }

    private StrictText() {}
}
