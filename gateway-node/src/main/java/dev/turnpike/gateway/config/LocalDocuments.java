package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Documents of this machine's files, fit to be sent to a node: policies stand in their place. What the node finds wrong
 * is told with the place in the files.
 */
public final class LocalDocuments {
    /** How a node calls the documents that it was sent. */
    private static final Pattern SENT = Pattern.compile("\\(request\\)#([0-9]{1,9})");

    private static final String POLICY = "/document";

    private final ArrayNode json;
    private final List<Place> places;

    private LocalDocuments(ArrayNode json, List<Place> places) {
        this.json = json;
        this.places = places;
    }

    /** Where a document was written, and its policy if that stands elsewhere. */
    private record Place(StrictText.Part document, Optional<StrictText.Part> policy) {}

    /**
     * Reads a file, or a directory as a node does.
     *
     * @throws ConfigException with everything that keeps the files from being read
     */
    public static LocalDocuments read(Path place) {
        Problems problems = new Problems();
        List<DocumentSource> sources;
        if (Files.isDirectory(place)) {
            ResourceFiles files = new ResourceFiles(place);
            sources = files.read(files.list(), problems);
        } else {
            sources = file(place, problems);
        }
        return of(sources, problems);
    }

    /** Documents that came otherwise. */
    public static LocalDocuments of(DocumentSource source) {
        return of(List.of(source), new Problems());
    }

    /** All of them, as one text. */
    public String json() {
        return json.toString();
    }

    public boolean isEmpty() {
        return json.isEmpty();
    }

    /** What a node found wrong, at its place here. */
    public ConfigProblem here(String source, String pointer, String message, Optional<String> hint) {
        Matcher sent = SENT.matcher(source);
        Optional<Place> place = sent.matches() ? place(sent) : Optional.empty();
        Optional<String> said = hint.map(this::named);
        if (place.isEmpty()) {
            return problem(source, pointer, named(message), said, Optional.empty());
        }
        Optional<StrictText.Part> policy = place.get().policy().filter(part -> pointer.startsWith(POLICY));
        StrictText.Part part = policy.orElse(place.get().document());
        String within = policy.isPresent() ? pointer.substring(POLICY.length()) : pointer;
        return problem(part.source(), within, named(message), said, part.place(within));
    }

    private static ConfigProblem problem(
            String source, String pointer, String message, Optional<String> hint, Optional<Problem.Place> place) {
        return new ConfigProblem(source, new Problem(Problem.Severity.ERROR, pointer, message, hint, place));
    }

    private String named(String text) {
        return SENT.matcher(text)
                .replaceAll(sent -> Matcher.quoteReplacement(
                        place(sent).map(place -> place.document().source()).orElse(sent.group())));
    }

    private Optional<Place> place(MatchResult sent) {
        int number = Integer.parseInt(sent.group(1));
        return number >= 1 && number <= places.size() ? Optional.of(places.get(number - 1)) : Optional.empty();
    }

    private static LocalDocuments of(List<DocumentSource> sources, Problems problems) {
        List<StrictText.Part> parts = new ArrayList<>();
        sources.forEach(source -> parts.addAll(StrictText.read(source, problems)));
        PolicyFiles files = PolicyFiles.among(parts);
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        List<Place> places = new ArrayList<>();
        for (StrictText.Part part : parts) {
            if (!files.contains(part)) {
                Optional<StrictText.Part> policy = file(part.tree()).flatMap(file -> files.find(part, file, problems));
                json.add(policy.map(found -> inPlace(part.tree(), found.tree())).orElse(part.tree()));
                places.add(new Place(part, policy));
            }
        }
        problems.refuse();
        return new LocalDocuments(json, places);
    }

    private static JsonNode inPlace(JsonNode document, JsonNode policy) {
        ObjectNode whole = document.deepCopy();
        whole.remove("file");
        return whole.set("document", policy);
    }

    /** The file that a policy document names; empty for one that also has the policy in place, which a node refuses. */
    private static Optional<String> file(JsonNode document) {
        return Optional.of(document)
                .filter(node -> node.path("kind").asText("").equals("Policy") && !node.has("document"))
                .map(node -> node.path("file").textValue());
    }

    /** The file, and those beside it or below that its policies name. */
    private static List<DocumentSource> file(Path place, Problems problems) {
        Path directory = Objects.requireNonNullElse(place.toAbsolutePath().getParent(), place);
        String name = String.valueOf(place.getFileName());
        List<DocumentSource> sources = new ArrayList<>(source(directory, name, problems));
        TreeSet<String> named = new TreeSet<>();
        for (DocumentSource source : sources) {
            StrictText.read(source, new Problems())
                    .forEach(part -> file(part.tree())
                            .flatMap(file -> PolicyFiles.target(name, file))
                            .filter(file -> Files.isRegularFile(directory.resolve(file)))
                            .ifPresent(named::add));
        }
        named.remove(name);
        named.forEach(file -> sources.addAll(source(directory, file, problems)));
        return sources;
    }

    private static List<DocumentSource> source(Path directory, String name, Problems problems) {
        try {
            return List.of(new DocumentSource(name, BoundedFile.read(directory.resolve(name))));
        } catch (IOException unreadable) {
            problems.add(name, "", "cannot be read", BoundedFile.reason(unreadable));
            return List.of();
        }
    }
}
