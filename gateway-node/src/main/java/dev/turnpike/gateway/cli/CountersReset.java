package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.CounterClient;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike counters reset}. */
@Command(
        name = "reset",
        description = "Empties one counter, after it showed what that holds: of all sessions and windows that have the"
                + " name, unless one is given.",
        mixinStandardHelpOptions = true)
final class CountersReset implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Mixin
    private CounterOptions owner;

    @Option(names = "--counter", required = true, paramLabel = "NAME", description = "The counter.")
    private String counter;

    @Option(names = "--session", paramLabel = "DIGEST", description = "Of this session alone, as the list names it.")
    private @Nullable String session;

    @Option(names = "--window", paramLabel = "WINDOW", description = "Of this window alone, as the list names it.")
    private @Nullable String window;

    @Option(
            names = {"-y", "--yes"},
            description = "Reset without asking.")
    private boolean yes;

    @Override
    public Integer call() {
        Map<String, String> choice = choice();
        CounterClient client = new CounterClient(connection.client(System.getenv()));
        PrintWriter out = spec.commandLine().getOut();
        if (!yes) {
            ask(client.list(choice), out);
        }
        JsonNode done = client.reset(body(choice));
        if (output.isJson()) {
            out.println(ExactJson.pretty(done));
        } else {
            done.path("reset").forEach(each -> out.println(sentence(each)));
        }
        out.flush();
        return 0;
    }

    private void ask(List<JsonNode> counters, PrintWriter out) {
        if (counters.isEmpty()) {
            throw CommandFailure.failed(owner.text() + " has no such counter; see `turnpike counters list`");
        }
        if (!output.isJson()) {
            CounterTable.print(counters, Colours.of(spec.commandLine()), out);
        }
        String question = counters.size() == 1 ? "Reset it?" : "Reset these " + counters.size() + " counters?";
        if (!Question.confirms(spec.commandLine(), question)) {
            throw CommandFailure.failed("nothing was changed");
        }
    }

    private Map<String, String> choice() {
        Map<String, String> choice = new LinkedHashMap<>();
        choice.put(owner.parameter().getKey(), owner.parameter().getValue());
        choice.put("counter", counter);
        if (session != null) {
            choice.put("session", session);
        }
        if (window != null) {
            choice.put("window", window);
        }
        return choice;
    }

    private static ObjectNode body(Map<String, String> choice) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        choice.forEach(body::put);
        if (body.has("cluster")) {
            body.put("cluster", true);
        }
        return body;
    }

    private String sentence(JsonNode each) {
        String session = each.has("session") ? ", session " + text(each, "session") : "";
        return text(each, "counter") + " of " + owner.text() + session + " is reset; it held " + text(each, "before");
    }

    private static String text(JsonNode json, String field) {
        return PlainText.of(json.path(field).asText());
    }
}
