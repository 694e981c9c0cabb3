package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads policy documents, strictly: a policy, or every problem of the document at once. Never throws on a document. */
public final class PolicyReader {
    private PolicyReader() {}

    /**
     * What became of a document.
     *
     * @param policy the policy; empty when there is an error
     * @param problems all errors and warnings, in the order of the document
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
        return new Result(Optional.empty(), List.of(Problem.error("", "cannot be read yet")));
    }

    /** Reads a document that is parsed already; whoever parsed it has refused duplicate keys. */
    public static Result read(JsonNode document) {
        return read(document, Map.of());
    }

    /** Reads a document that is parsed already, and holds it against the tools of the server. */
    public static Result read(JsonNode document, Map<String, JsonNode> inputSchemas) {
        return new Result(Optional.empty(), List.of(Problem.error("", "cannot be read yet")));
    }
}
