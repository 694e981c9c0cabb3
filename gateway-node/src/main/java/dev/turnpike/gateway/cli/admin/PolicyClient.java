package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The revisions of the policies of a cluster, by the admin API of a node. Blocks. */
public final class PolicyClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE = 500;

    private final AdminClient node;

    /** The policies of this node's cluster. */
    public PolicyClient(AdminClient node) {
        this.node = node;
    }

    /**
     * What is known of a policy.
     *
     * @param revisions the newest first
     * @param tag of the one in force; empty if the policy was removed
     */
    public record History(List<JsonNode> revisions, String tag) {
        public History {
            revisions = List.copyOf(revisions);
        }
    }

    /**
     * All revisions of a policy that are known.
     *
     * @throws AdminException if there are none
     */
    public History revisions(String policy) {
        String path = path(policy) + "?limit=" + PAGE;
        List<JsonNode> found = new ArrayList<>();
        String tag = "";
        String after = "";
        do {
            AdminClient.Answer page = node.ask(
                    node.request(path + (after.isEmpty() ? "" : "&after=" + AdminClient.encoded(after)), PATIENCE));
            tag = found.isEmpty() ? page.tag() : tag;
            page.json().path("revisions").forEach(found::add);
            after = page.json().path("next").asText("");
        } while (!after.isEmpty());
        return new History(found, tag);
    }

    /**
     * The policy that is in force.
     *
     * @throws AdminException if there is none
     */
    public ObjectNode inForce(String policy) {
        return new ResourceClient(node).find("policy", policy).json();
    }

    /**
     * What the policy said at a revision.
     *
     * @throws AdminException if that is not known
     */
    public ObjectNode find(String policy, long revision) {
        return node.ask(node.request(path(policy) + "/" + revision, PATIENCE))
                .json()
                .deepCopy();
    }

    /**
     * Writes what the policy said at a revision.
     *
     * @param tag of what was in force when that was decided; empty if there was nothing
     */
    public PlanReport restore(String policy, long revision, String tag) {
        return new PlanReport(node.ask(node.request(path(policy) + "/" + revision + "/restore", PATIENCE)
                        .header(tag.isEmpty() ? "If-None-Match" : "If-Match", tag.isEmpty() ? "*" : tag)
                        .POST(BodyPublishers.noBody()))
                .json());
    }

    private static String path(String policy) {
        return "/policies/" + AdminClient.encoded(policy) + "/revisions";
    }
}
