package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnpike.gateway.policy.DocumentText;
import dev.turnpike.gateway.policy.DocumentText.Parsed;
import dev.turnpike.gateway.policy.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what calls a policy is tried with: a list, or an object with the list under {@code cases}. */
final class CaseFile {
    private static final Set<String> FIELDS =
            Set.of("name", "tool", "args", "expect", "rule", "code", "message", "spends");
    private static final Set<String> ANSWERS = Set.of("allow", "deny", "ask");

    private final List<PolicyCase> cases = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private CaseFile() {}

    static CaseFile of(String text) {
        CaseFile file = new CaseFile();
        List<Parsed> documents = DocumentText.parse(text);
        Parsed document = documents.get(0);
        if (!document.problems().isEmpty()) {
            file.problems.addAll(document.problems());
        } else if (documents.size() > 1) {
            file.problems.add(Problem.error("", "holds several documents (expected: one list of cases)"));
        } else {
            JsonNode root = document.root();
            boolean wrapped = root.isObject() && root.size() == 1 && root.has("cases");
            file.read(wrapped ? root.get("cases") : root, wrapped ? "/cases" : "");
        }
        return file;
    }

    List<PolicyCase> cases() {
        return cases;
    }

    List<Problem> problems() {
        return problems;
    }

    private void read(JsonNode list, String pointer) {
        if (!list.isArray() || list.isEmpty()) {
            problems.add(Problem.error(pointer, "is no list of cases"));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            readCase(list.get(i), pointer + "/" + i);
        }
    }

    private void readCase(JsonNode node, String pointer) {
        int before = problems.size();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                problems.add(Problem.error(pointer + "/" + field.getKey(), "unknown field")
                        .hint("known fields: "
                                + String.join(", ", FIELDS.stream().sorted().toList())));
            }
        }
        if (!node.path("tool").isTextual()) {
            problems.add(Problem.error(pointer + "/tool", "is missing (expected: the tool that is called)"));
        }
        if (!ANSWERS.contains(node.path("expect").asText())) {
            problems.add(Problem.error(pointer + "/expect", "is missing or unknown (expected: allow, deny or ask)"));
        }
        JsonNode args = node.path("args");
        if (!args.isMissingNode() && !args.isObject()) {
            problems.add(Problem.error(pointer + "/args", "is no object"));
        }
        if (problems.size() == before) {
            cases.add(new PolicyCase(
                    cases.size() + 1,
                    node.path("tool").textValue(),
                    args.isObject() ? args : JsonNodeFactory.instance.objectNode(),
                    node));
        }
    }
}
