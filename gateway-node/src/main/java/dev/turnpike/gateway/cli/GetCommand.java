package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnpike.gateway.cli.admin.AdminClient;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.admin.ResourceClient;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike get}. */
@Command(
        name = "get",
        description = "Lists the servers, policies and grants of a cluster, or shows them; or lists its nodes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  turnpike get",
            "  turnpike get grants",
            "  turnpike get policy careful > careful.yaml",
            "  turnpike get policies -o json",
            "  turnpike get nodes",
            "",
            "Documents that are shown as YAML or JSON can be applied again.",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
        })
final class GetCommand implements Callable<Integer> {
    enum Kind {
        server,
        servers,
        policy,
        policies,
        grant,
        grants,
        nodes;

        /** As the API calls it. */
        String text() {
            return name().replaceFirst("ies$", "y").replaceFirst("s$", "");
        }
    }

    enum Format {
        text,
        yaml,
        json
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "server, policy, grant or nodes.")
    private @Nullable Kind kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Of one document.")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text for lists, yaml for one).")
    private @Nullable Format format;

    @Override
    public Integer call() {
        AdminClient node = connection.client(System.getenv());
        ResourceClient client = new ResourceClient(node);
        PrintWriter out = spec.commandLine().getOut();
        if (kind == Kind.nodes) {
            nodes(node.ask(node.request("/nodes", PATIENCE)).json(), out);
        } else if (kind != null && name != null) {
            print(List.of(find(client, kind, name)), format == null ? Format.yaml : format, /* one= */ true, out);
        } else {
            Format wanted = format == null ? Format.text : format;
            List<JsonNode> entries =
                    client.list(Optional.ofNullable(kind).map(Kind::text), /* documents= */ wanted != Format.text);
            if (wanted == Format.text) {
                table(entries, out);
            } else {
                print(entries.stream().map(entry -> entry.path("document")).toList(), wanted, /* one= */ false, out);
            }
        }
        out.flush();
        return 0;
    }

    private void nodes(JsonNode answer, PrintWriter out) {
        if (name != null) {
            throw CommandFailure.misused("NAME: there are no documents of nodes");
        }
        if (format == null || format == Format.text) {
            NodeTable.print(answer, Colours.of(spec.commandLine()), out);
        } else {
            print(List.of(answer), format, /* one= */ true, out);
        }
    }

    private static JsonNode find(ResourceClient client, Kind kind, String name) {
        try {
            return client.find(kind.text(), name).json();
        } catch (AdminException failure) {
            if (failure.isUnknown() && !failure.problem().isMissingNode()) {
                throw CommandFailure.failed(
                        "there is no " + kind.text().toLowerCase(Locale.ROOT) + " `" + PlainText.of(name) + "`");
            }
            throw failure;
        }
    }

    private static void print(List<JsonNode> documents, Format format, boolean one, PrintWriter out) {
        if (format != Format.json) {
            out.print(YamlPrinter.text(documents));
        } else if (one) {
            out.println(ExactJson.pretty(documents.get(0)));
        } else {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            documents.forEach(all::add);
            out.println(ExactJson.pretty(all));
        }
    }

    private void table(List<JsonNode> entries, PrintWriter out) {
        if (entries.isEmpty()) {
            out.println("no documents");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("KIND", "NAME", "REVISION", "ORIGIN"));
        for (JsonNode entry : entries) {
            rows.add(List.of(
                    PlainText.of(entry.path("kind").asText()),
                    PlainText.of(entry.path("name").asText()),
                    entry.path("revision").asText(),
                    PlainText.of(entry.path("origin").asText())));
        }
        Columns.print(rows, Colours.of(spec.commandLine()), out);
    }
}
