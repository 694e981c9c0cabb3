package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.policy.DocumentText.Parsed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads policy documents, strictly: a policy, or every problem of the document at once. Never throws on a document. */
public final class PolicyReader {
    private static final Set<String> FIELDS =
            Set.of("version", "description", "default", "mode", "hide", "all_tools", "tools");
    private static final String VERSION = "1";

    private PolicyReader() {}

    /**
     * What became of a document.
     *
     * @param policy the policy; empty when there is an error
     * @param problems all errors and warnings
     */
    public record Result(Optional<Policy> policy, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }

        public List<Problem> errors() {
            return problems.stream().filter(Problem::isError).toList();
        }

        public List<Problem> warnings() {
            return problems.stream().filter(problem -> !problem.isError()).toList();
        }
    }

    /** Reads one document of JSON (a text that begins with a brace) or YAML. */
    public static Result read(String text) {
        return read(text, Map.of());
    }

    /** Reads one document of JSON or YAML, and holds it against the tools of the server: tool name to inputSchema. */
    public static Result read(String text, Map<String, JsonNode> inputSchemas) {
        List<Parsed> documents = DocumentText.parse(text);
        if (documents.size() > 1) {
            return new Result(
                    Optional.empty(), List.of(Problem.error("", "holds several documents (expected: one policy)")));
        }
        return read(documents.get(0), inputSchemas);
    }

    /** Reads a document from its text's tree. */
    public static Result read(Parsed document, Map<String, JsonNode> inputSchemas) {
        Result result = document.problems().isEmpty() || document.root().isObject()
                ? read(document.root(), "", document.places(), inputSchemas)
                : new Result(Optional.empty(), List.of());
        return document.problems().isEmpty() ? result : refused(document.problems(), result.problems());
    }

    /** All problems of the text, and those of its tree that do not follow from them. */
    private static Result refused(List<Problem> ofText, List<Problem> ofTree) {
        Set<String> known = new HashSet<>();
        ofText.forEach(problem -> known.add(problem.pointer()));
        List<Problem> all = new ArrayList<>(ofText.subList(0, Math.min(ofText.size(), Caps.PROBLEMS)));
        ofTree.stream().filter(problem -> !known.contains(problem.pointer())).forEach(all::add);
        return new Result(Optional.empty(), all);
    }

    /** Reads a document that is parsed already; whoever parsed it has refused duplicate keys. */
    public static Result read(JsonNode document) {
        return read(document, Map.of());
    }

    /** Reads a document that is parsed already, and holds it against the tools of the server. */
    public static Result read(JsonNode document, Map<String, JsonNode> inputSchemas) {
        return read(document, "", Map.of(), inputSchemas);
    }

    /**
     * Reads a document that stands inside another one.
     *
     * @param pointer where it stands, for the problems alone: rules are named as if it stood alone
     * @param places where values begin in the text, by JSON Pointer
     */
    public static Result read(
            JsonNode document, String pointer, Map<String, Problem.Place> places, Map<String, JsonNode> inputSchemas) {
        Problems problems = new Problems();
        Optional<Policy> policy = policy(new Entry(document, "", problems), inputSchemas);
        return new Result(problems.hasErrors() ? Optional.empty() : policy, problems.located(pointer, places));
    }

    private static Optional<Policy> policy(Entry root, Map<String, JsonNode> inputSchemas) {
        if (!root.isObject(FIELDS)) {
            return Optional.empty();
        }
        version(root.field("version"));
        root.field("description").text(Caps.DESCRIPTION);
        Optional<DefaultAction> otherwise = root.field("default").word(DefaultAction.values());
        if (!root.field("default").isPresent()) {
            root.field("default").missing("\"deny\" or \"allow\"");
        }
        boolean shadow = root.field("mode").word(Mode.values()).orElse(Mode.ENFORCE) == Mode.SHADOW;
        List<String> hide = hide(root.field("hide"));
        ToolReader reader = new ToolReader(new LimitReader(shadow));
        ToolEntry all = reader.all(root.field("all_tools"));
        List<ToolEntry> tools = new ArrayList<>();
        if (root.field("tools").isPresent()) {
            root.field("tools").members(Caps.TOOLS, (name, entry) -> tools.add(reader.tool(name, entry)));
        }
        if (root.problems().hasErrors() || otherwise.isEmpty()) {
            return Optional.empty();
        }
        Draft draft = new Draft(shadow, otherwise.get() == DefaultAction.ALLOW, hide, all, tools);
        Lint.warn(draft, root);
        SchemaLint.warn(draft, inputSchemas, root.problems());
        return Optional.of(draft.compile());
    }

    private static void version(Entry entry) {
        if (!entry.isPresent()) {
            entry.missing("\"1\"");
        } else if (entry.node().isNumber()) {
            entry.problems().error(entry.pointer(), "is a number (expected: the text \"1\")", "put it in quotes");
        } else if (!entry.node().isTextual()) {
            entry.wrongType("the text \"1\"");
        } else if (!entry.node().textValue().equals(VERSION)) {
            entry.problems()
                    .error(
                            entry.pointer(),
                            "unknown version `" + Entry.shown(entry.node().textValue()) + "` (expected: \"1\")");
        }
    }

    private static List<String> hide(Entry entry) {
        List<String> names = new ArrayList<>();
        Set<String> met = new HashSet<>();
        if (entry.node().isTextual()) {
            entry.text(Caps.NAME).ifPresent(names::add);
            return names;
        }
        entry.elements(
                Caps.HIDE,
                element -> element.text(Caps.NAME).ifPresent(name -> {
                    names.add(name);
                    if (!met.add(name)) {
                        element.problems().warn(element.pointer(), "`" + Entry.shown(name) + "` is hidden already");
                    }
                }));
        return names;
    }
}
