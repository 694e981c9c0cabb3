package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.policy.PolicyReader;
import dev.turnpike.gateway.policy.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Policies that stand in files of their own, which are no documents. Only what was read with the documents can be
 * meant, so that no name leads out of the directory.
 */
final class PolicyFiles {
    private final Map<String, StrictText.Part> parts;
    private final Set<String> used;

    private final boolean reachable;

    private PolicyFiles(Map<String, StrictText.Part> parts, Set<String> used, boolean reachable) {
        this.parts = parts;
        this.used = used;
        this.reachable = reachable;
    }

    /** For documents that came without files. */
    static PolicyFiles none() {
        return new PolicyFiles(Map.of(), Set.of(), /* reachable= */ false);
    }

    static PolicyFiles among(List<StrictText.Part> parts) {
        Map<String, StrictText.Part> whole = new HashMap<>();
        Set<String> used = new HashSet<>();
        for (StrictText.Part part : parts) {
            if (!part.tree().has("kind")) {
                whole.put(part.source(), part);
            }
            if (part.tree().path("kind").asText("").equals("Policy")
                    && part.tree().path("file").isTextual()) {
                target(part.source(), part.tree().path("file").textValue()).ifPresent(used::add);
            }
        }
        used.retainAll(whole.keySet());
        return new PolicyFiles(whole, used, /* reachable= */ true);
    }

    /** Whether the part is a policy that a document names. */
    boolean contains(StrictText.Part part) {
        return used.contains(part.source());
    }

    /** The document with its policy in place; empty if the policy has problems, which are reported. */
    Optional<Document> resolve(StrictText.Part from, PolicyDocument document, Problems problems) {
        if (document.document().isPresent()) {
            return check(from, "/document", document.document().get(), document, problems);
        }
        if (!reachable) {
            problems.add(
                    from,
                    "/file",
                    "a file that is not here",
                    "write the policy under `document`; `turnpike apply` puts it there by itself");
            return Optional.empty();
        }
        return find(from, document.file().orElseThrow(), problems)
                .flatMap(part -> check(part, "", part.tree(), document, problems));
    }

    /** The policy in a file, by what the document at {@code from} calls it; one that is not there is reported. */
    Optional<StrictText.Part> find(StrictText.Part from, String file, Problems problems) {
        Optional<String> target = target(from.source(), file);
        Optional<StrictText.Part> part = target.flatMap(name -> Optional.ofNullable(parts.get(name)));
        if (target.isEmpty()) {
            problems.add(from, "/file", "leads out of the resources directory", "move the policy beside this file");
        } else if (part.isEmpty()) {
            problems.add(
                    from,
                    "/file",
                    "no policy `" + Quoted.of(file) + "` was read",
                    "expected one policy in a .json, .yaml or .yml file of the resources directory");
        }
        return part;
    }

    private static Optional<Document> check(
            StrictText.Part part, String pointer, JsonNode policy, PolicyDocument document, Problems problems) {
        PolicyReader.Result result = PolicyReader.read(policy);
        for (Problem problem : result.problems()) {
            String place = pointer + problem.pointer();
            problems.add(new ConfigProblem(
                    part.source(),
                    new Problem(problem.severity(), place, problem.message(), problem.hint(), part.place(place))));
        }
        return result.policy().map(usable -> document.inPlace(policy));
    }

    /** The name of the source that {@code file} means, seen from the document at {@code source}. */
    static Optional<String> target(String source, String file) {
        try {
            int index = source.lastIndexOf('#');
            Path from = Path.of(index < 0 ? source : source.substring(0, index));
            Path to = from.resolveSibling(file).normalize();
            return to.isAbsolute() || to.startsWith("..") ? Optional.empty() : Optional.of(slashed(to));
        } catch (InvalidPathException invalid) {
            return Optional.empty();
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
