package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.admin.GrantClient;
import dev.turnpike.gateway.cli.admin.ResourceClient;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turnpike grant list}. */
@Command(
        name = "list",
        description = "Lists the grants: whether they are good, for what, and until when.",
        mixinStandardHelpOptions = true)
final class GrantList implements Callable<Integer> {
    private static final List<String> HEAD = List.of("NAME", "STATE", "SERVER", "POLICY", "EXPIRES", "TOKEN BEFORE");
    private static final String NONE = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Override
    public Integer call() {
        Instant now = Instant.now();
        List<JsonNode> grants = new GrantClient(new ResourceClient(connection.client(System.getenv()))).list();
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(ExactJson.pretty(json(grants, now)));
        } else if (grants.isEmpty()) {
            out.println("no grants");
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(HEAD));
            grants.forEach(grant -> rows.add(row(grant.path("document"), now)));
            Columns.print(rows, Colours.of(spec.commandLine()), out);
        }
        out.flush();
        return 0;
    }

    private static ObjectNode json(List<JsonNode> grants, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("grants");
        for (JsonNode grant : grants) {
            ObjectNode shown = grant.path("document").deepCopy();
            shown.remove("kind");
            shown.remove(List.of("tokenSha256", "previousTokenSha256"));
            list.add(shown.put("state", state(shown, now)));
        }
        return json;
    }

    private static List<String> row(JsonNode grant, Instant now) {
        return List.of(
                text(grant, "name"),
                state(grant, now),
                text(grant, "server"),
                text(grant, "policy"),
                text(grant, "expires"),
                isPast(grant, "previousUntil", now) ? NONE : text(grant, "previousUntil"));
    }

    private static String state(JsonNode grant, Instant now) {
        if (grant.path("disabled").asBoolean()) {
            return "disabled";
        }
        return isPast(grant, "expires", now) ? "expired" : "active";
    }

    private static boolean isPast(JsonNode grant, String field, Instant now) {
        try {
            return grant.has(field)
                    && !Instant.parse(grant.path(field).asText()).isAfter(now);
        } catch (DateTimeException unreadable) {
            return false;
        }
    }

    private static String text(JsonNode grant, String field) {
        return PlainText.of(grant.path(field).asText(NONE));
    }
}
