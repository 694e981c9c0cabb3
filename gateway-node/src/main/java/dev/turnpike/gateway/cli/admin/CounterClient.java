package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The counters of a cluster, by the admin API of a node. Blocks. */
public final class CounterClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE = 500;

    private final AdminClient node;

    /** The counters of this node's cluster. */
    public CounterClient(AdminClient node) {
        this.node = node;
    }

    /**
     * All counters that are meant.
     *
     * @param choice parameters of the API by their names: an owner, and what narrows its counters down
     */
    public List<JsonNode> list(Map<String, String> choice) {
        StringBuilder query = new StringBuilder("/counters?limit=" + PAGE);
        choice.forEach(
                (name, value) -> query.append('&').append(name).append('=').append(AdminClient.encoded(value)));
        List<JsonNode> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = node.ask(node.request(
                            query + (after.isEmpty() ? "" : "&after=" + AdminClient.encoded(after)), PATIENCE))
                    .json();
            page.path("counters").forEach(found::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        return found;
    }

    /**
     * Resets a counter.
     *
     * @param choice an owner and a counter, as the API takes them
     * @return what was reset
     */
    public JsonNode reset(ObjectNode choice) {
        return node.ask(node.request("/counters/reset", PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(choice.toString())))
                .json();
    }
}
