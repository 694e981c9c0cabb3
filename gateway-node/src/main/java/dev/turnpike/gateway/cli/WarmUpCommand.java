package dev.turnpike.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Loads what a demo loads and ends: the launcher archives the classes of this run, so that later starts are fast. */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Colours colours = new Colours(/* on= */ false);
        DecisionPrinter printer = new DecisionPrinter(new DecisionLine(colours, ZoneOffset.UTC), out);
        try (Demo demo = Demo.start(0, 0, new ResourceReport(out, colours), printer)) {
            Welcome.print(demo, colours, out);
            printer.start();
            for (String method : List.of("tools/list", "tools/call")) {
                call(demo, method);
            }
        }
        printer.close();
        return 0;
    }

    private static void call(Demo demo, String method) throws IOException, InterruptedException {
        String body = """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{"name":"backfill_executions",
                "arguments":{"namespace":"demo","flow_id":"orders"}}}""".formatted(method);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(demo.connection().url()))
                .header("Authorization", "Bearer " + demo.connection().token())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }
}
