package dev.turnpike.gateway.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.AdminClient;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The approvals of a cluster, by the admin API of a node. Blocks. */
public final class ApprovalClient {
    /** What can stand in a path as it is. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

    private static final String APPROVALS = "/approvals";
    private static final String STREAM = "/stream";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final AdminClient node;

    /** The approvals of this node's cluster. */
    public ApprovalClient(AdminClient node) {
        this.node = node;
    }

    /** What was listed, and whether there are others. */
    public record Listed(List<ApprovalReport> approvals, boolean more) {
        public Listed {
            approvals = List.copyOf(approvals);
        }
    }

    /**
     * The approvals that fit, the oldest first.
     *
     * @param filters as the API has them
     */
    public Listed list(Map<String, String> filters, int most) {
        StringBuilder query = new StringBuilder("?limit=" + Math.min(PAGE, most));
        filters.forEach(
                (name, value) -> query.append('&').append(name).append('=').append(AdminClient.encoded(value)));
        List<ApprovalReport> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = ask(request(query + (after.isEmpty() ? "" : "&after=" + AdminClient.encoded(after))));
            page.path("approvals").forEach(approval -> found.add(new ApprovalReport(approval)));
            after = page.path("next").asText("");
        } while (!after.isEmpty() && found.size() < most);
        boolean more = !after.isEmpty() || found.size() > most;
        return new Listed(found.subList(0, Math.min(most, found.size())), more);
    }

    /**
     * The one approval whose id begins so.
     *
     * @throws AdminException if there is none, or more than one
     */
    public ApprovalReport find(String prefix) {
        if (!ID.matcher(prefix).matches() || STREAM.equals("/" + prefix)) {
            throw unknown(prefix);
        }
        try {
            return new ApprovalReport(ask(request("/" + prefix)));
        } catch (AdminException failure) {
            if (!failure.isUnknown()) {
                throw failure;
            }
        }
        List<String> ids = list(Map.of("state", "all"), Integer.MAX_VALUE).approvals().stream()
                .map(ApprovalReport::id)
                .filter(id -> id.startsWith(prefix))
                .toList();
        if (ids.isEmpty()) {
            throw unknown(prefix);
        }
        if (ids.size() > 1) {
            throw new AdminException(
                    0,
                    "`" + prefix + "` is the beginning of " + ids.size() + " ids: "
                            + String.join(", ", ids.subList(0, Math.min(5, ids.size()))));
        }
        return new ApprovalReport(ask(request("/" + ids.get(0))));
    }

    /** Approves or denies; answers with what has become of it. */
    public ApprovalReport decide(String id, boolean approve, ObjectNode body) {
        return new ApprovalReport(ask(request("/" + id + (approve ? "/approve" : "/deny"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))));
    }

    /** Opens the stream of changes; to be closed. */
    EventLines follow() {
        return new EventLines(node.open(request(STREAM)));
    }

    private HttpRequest.Builder request(String path) {
        return node.request(APPROVALS + path, PATIENCE);
    }

    private JsonNode ask(HttpRequest.Builder request) {
        return node.ask(request).json();
    }

    private static AdminException unknown(String prefix) {
        return new AdminException(404, "no approval has the id `" + PlainText.of(prefix) + "`");
    }
}
