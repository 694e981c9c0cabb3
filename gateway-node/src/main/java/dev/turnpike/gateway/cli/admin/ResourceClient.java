package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documents of a cluster, by the admin API of a node. Blocks. */
public final class ResourceClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE = 500;

    private final AdminClient node;

    /** The documents of this node's cluster. */
    public ResourceClient(AdminClient node) {
        this.node = node;
    }

    /**
     * One document.
     *
     * @param tag that of its revision, for {@link #write}
     */
    public record Document(ObjectNode json, String tag) {}

    /**
     * All entries of the list, by kind and name.
     *
     * @param kind {@code server}, {@code policy} or {@code grant}; or nothing, for all
     * @param documents whether with what they say
     */
    public List<JsonNode> list(Optional<String> kind, boolean documents) {
        String query = "/resources?limit=" + PAGE + "&documents=" + documents
                + kind.map(one -> "&kind=" + AdminClient.encoded(one)).orElse("");
        List<JsonNode> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = node.ask(node.request(
                            query + (after.isEmpty() ? "" : "&after=" + AdminClient.encoded(after)), PATIENCE))
                    .json();
            page.path("resources").forEach(found::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        return found;
    }

    /**
     * One document.
     *
     * @throws AdminException if there is none
     */
    public Document find(String kind, String name) {
        AdminClient.Answer answer = node.ask(node.request(path(kind, name), PATIENCE));
        return new Document(answer.json().deepCopy(), answer.tag());
    }

    /** What applying these documents would do. */
    public PlanReport plan(String documents, boolean prune) {
        return apply(documents, prune, /* dryRun= */ true, Optional.empty());
    }

    /**
     * Applies them.
     *
     * @param revision for which it was planned
     * @throws AdminException 412 if the documents changed meanwhile
     */
    public PlanReport apply(String documents, boolean prune, long revision) {
        return apply(documents, prune, /* dryRun= */ false, Optional.of("\"" + revision + "\""));
    }

    /** Writes a document that is not there yet. */
    public PlanReport create(String kind, String name, ObjectNode document) {
        return write(kind, name, document, "If-None-Match", "*");
    }

    /**
     * Writes one that is there.
     *
     * @param tag of what was read
     */
    public PlanReport write(String kind, String name, ObjectNode document, String tag) {
        return write(kind, name, document, "If-Match", tag);
    }

    /** Removes a document. */
    public PlanReport remove(String kind, String name) {
        return new PlanReport(
                node.ask(node.request(path(kind, name), PATIENCE).DELETE()).json());
    }

    private PlanReport write(String kind, String name, ObjectNode document, String condition, String value) {
        return new PlanReport(node.ask(node.request(path(kind, name), PATIENCE)
                        .header("Content-Type", "application/json")
                        .header(condition, value)
                        .PUT(BodyPublishers.ofString(document.toString())))
                .json());
    }

    private PlanReport apply(String documents, boolean prune, boolean dryRun, Optional<String> tag) {
        var request = node.request("/apply?dryRun=" + dryRun + "&prune=" + prune, PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(documents));
        tag.ifPresent(revision -> request.header("If-Match", revision));
        return new PlanReport(node.ask(request).json());
    }

    private static String path(String kind, String name) {
        return "/resources/" + AdminClient.encoded(kind) + "/" + AdminClient.encoded(name);
    }
}
