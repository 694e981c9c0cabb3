package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.CounterClient;
import dev.turnpike.gateway.cli.admin.ExactJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turnpike counters list}. */
@Command(
        name = "list",
        description =
                "Lists what counters hold now, the most that they may hold, and until when what they hold counts.",
        mixinStandardHelpOptions = true)
final class CountersList implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Mixin
    private CounterOptions owner;

    @Override
    public Integer call() {
        Map.Entry<String, String> parameter = owner.parameter();
        List<JsonNode> counters = new CounterClient(connection.client(System.getenv()))
                .list(Map.of(parameter.getKey(), parameter.getValue()));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.putArray("counters").addAll(counters);
            out.println(ExactJson.pretty(json));
        } else if (counters.isEmpty()) {
            out.println("no counters");
        } else {
            CounterTable.print(counters, Colours.of(spec.commandLine()), out);
        }
        out.flush();
        return 0;
    }
}
