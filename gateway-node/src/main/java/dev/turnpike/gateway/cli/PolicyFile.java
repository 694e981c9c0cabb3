package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.TextFile.UnreadableFile;
import dev.turnpike.gateway.policy.DocumentText;
import dev.turnpike.gateway.policy.DocumentText.Parsed;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.policy.PolicyReader;
import dev.turnpike.gateway.policy.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies of one file: a bare policy, or documents of {@code kind: Policy} among others. */
final class PolicyFile {
    private PolicyFile() {}

    /**
     * One policy of a file.
     *
     * @param name the document's name; empty for a bare policy
     */
    record Found(Path file, String name, PolicyReader.Result result) {
        String label() {
            return name.isEmpty() ? file.toString() : file + " (" + name + ")";
        }
    }

    /** At least one: a file without a policy is a problem of its own. */
    static List<Found> read(Path file) throws UnreadableFile {
        List<Found> found = new ArrayList<>();
        List<Parsed> documents = DocumentText.parse(TextFile.read(file));
        for (Parsed document : documents) {
            policy(file, document).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            found.add(new Found(file, "", refused(Problem.error("", "the file holds no policy"))));
        }
        return found;
    }

    /**
     * The first policy of a file; empty if it is refused, which is told.
     *
     * @throws CommandFailure if the file cannot be read
     */
    static Optional<Policy> usable(Path file, PrintWriter err) {
        try {
            Found found = read(file).get(0);
            if (found.result().policy().isEmpty()) {
                found.result().problems().forEach(problem -> err.println(found.label() + ": " + problem));
                err.flush();
            }
            return found.result().policy();
        } catch (UnreadableFile e) {
            throw CommandFailure.misused(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Found> policy(Path file, Parsed document) throws UnreadableFile {
        JsonNode root = document.root();
        if (!document.problems().isEmpty() || !root.has("kind")) {
            return Optional.of(new Found(file, "", PolicyReader.read(document, Map.of())));
        }
        if (!root.path("kind").asText().equals("Policy")) {
            return Optional.empty();
        }
        String name = root.path("name").asText();
        if (root.path("file").isTextual()) {
            Path other = file.resolveSibling(root.path("file").textValue());
            return Optional.of(new Found(other, name, PolicyReader.read(TextFile.read(other))));
        }
        if (!root.has("document")) {
            Problem problem = Problem.error("/document", "is missing (expected: the policy, or `file`)");
            return Optional.of(new Found(file, name, refused(problem)));
        }
        return Optional.of(new Found(
                file, name, PolicyReader.read(root.path("document"), "/document", document.places(), Map.of())));
    }

    private static PolicyReader.Result refused(Problem problem) {
        return new PolicyReader.Result(Optional.empty(), List.of(problem));
    }
}
