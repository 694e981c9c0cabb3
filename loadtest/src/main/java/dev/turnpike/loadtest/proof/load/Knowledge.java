package dev.turnpike.loadtest.proof.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.loadtest.proof.load.Http.Reply;
import dev.turnpike.loadtest.proof.site.ProofException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node knows of documents, and of the approvals that last.
 *
 * @param documents by kind and name, with revision and origin
 * @param approvals by id, with state and revision
 */
public record Knowledge(Map<String, String> documents, Map<String, String> approvals) {
    private static final String DOCUMENTS = "/admin/v1/resources?documents=true&limit=100";
    private static final String APPROVALS = "/admin/v1/approvals?state=all&limit=500&grant=" + Petitioner.GRANT;

    /** Asks a node at its management port. */
    public static Knowledge of(Target node) {
        Map<String, String> documents = new TreeMap<>();
        pages(node, DOCUMENTS, "resources")
                .forEach(one -> documents.put(
                        one.path("kind").asText() + " " + one.path("name").asText(), one.toString()));
        Map<String, String> approvals = new TreeMap<>();
        pages(node, APPROVALS, "approvals")
                .forEach(one -> approvals.put(
                        one.path("id").asText(),
                        one.path("state").asText() + " " + one.path("revision") + " " + one.path("used")));
        return new Knowledge(documents, approvals);
    }

    /** What is not the same in another, one line each. */
    public List<String> differences(Knowledge other) {
        List<String> all = new ArrayList<>(differences(documents, other.documents));
        all.addAll(differences(approvals, other.approvals));
        return all;
    }

    private static List<String> differences(Map<String, String> one, Map<String, String> other) {
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(one.get(name), other.get(name)))
                .map(name -> name + ": " + one.get(name) + ", then " + other.get(name))
                .toList();
    }

    private static List<JsonNode> pages(Target node, String path, String list) {
        Http http = new Http(Askers.PERSON);
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        do {
            Reply page = http.get(node, path + (after.isEmpty() ? "" : "&after=" + after));
            if (!page.isDone()) {
                throw new ProofException("node " + node + " answers " + path + " with status " + page.status());
            }
            page.body().path(list).forEach(all::add);
            after = page.body().path("next").asText();
        } while (!after.isEmpty());
        return all;
    }
}
