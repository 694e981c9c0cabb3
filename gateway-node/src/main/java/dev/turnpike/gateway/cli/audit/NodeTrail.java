package dev.turnpike.gateway.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.audit.trail.RecordFilter;
import dev.turnpike.gateway.cli.admin.AdminClient;
import dev.turnpike.gateway.cli.admin.AdminException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one node recorded.
 *
 * @param records the newest that fit, each with the name of its {@code node}
 * @param more whether there are others that fit, or might
 * @param unreadable lines that are no JSON
 * @param dropped how many records the node could not write, as far as was looked
 */
record NodeTrail(List<JsonNode> records, boolean more, long unreadable, long dropped) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 500;
    private static final int MOST_TRIES = 20;
    private static final long PAUSE_MILLIS = 500;

    NodeTrail {
        records = List.copyOf(records);
    }

    /**
     * Asks for page after page. Blocks.
     *
     * @throws AdminException if the node does not answer all of it
     */
    static NodeTrail of(AdminClient node, RecordFilter filter, int most) {
        StringBuilder query = new StringBuilder("/decisions?");
        filter.parameters()
                .forEach((name, value) -> query.append(name)
                        .append('=')
                        .append(AdminClient.encoded(value))
                        .append('&'));
        List<JsonNode> records = new ArrayList<>();
        long unreadable = 0;
        long dropped = 0;
        String after = "";
        do {
            int limit = Math.min(PAGE, most - records.size());
            JsonNode page = ask(node, query + "limit=" + limit + (after.isEmpty() ? "" : "&after=" + after));
            String name = page.path("node").asText();
            page.path("records").forEach(record -> {
                if (record instanceof ObjectNode object) {
                    records.add(object.put("node", name));
                }
            });
            unreadable += page.path("unreadable").asLong();
            dropped += page.path("dropped").asLong();
            after = page.path("next").asText("");
        } while (!after.isEmpty() && records.size() < most);
        return new NodeTrail(records, !after.isEmpty(), unreadable, dropped);
    }

    /** A node that is searched by others, too, is asked again. */
    private static JsonNode ask(AdminClient node, String query) {
        for (int attempt = 1; ; attempt++) {
            try {
                return node.ask(node.request(query, PATIENCE)).json();
            } catch (AdminException refused) {
                boolean busy = refused.problem().path("code").asText().equals("busy");
                if (!busy || attempt == MOST_TRIES) {
                    throw refused;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException(0, "interrupted");
        }
    }
}
