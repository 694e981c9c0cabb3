package dev.turnpike.loadtest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.loadtest.proof.site.Patience;
import dev.turnpike.loadtest.watch.Scene.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code loadtest/watch pictures}. */
@Command(
        name = "pictures",
        mixinStandardHelpOptions = true,
        description = {
            "Lets agents and people use a cluster for some minutes, asks a real Prometheus what the dashboards ask, and draws"
                    + " the answers: one SVG for each dashboard.",
            "In the middle a node is killed and started again. Ends with 1 if a panel has no data. Needs prometheus and haproxy."
        })
final class Pictures implements Callable<Integer> {
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int COLUMN = 50;
    private static final int ROW = 28;
    private static final int GAP = 6;
    private static final int HEAD = 30;
    /** There are none without TLS. */
    private static final String CERTIFICATE = "Certificate";

    private final Path root;
    private final PrintStream out;

    @Option(names = "--seconds", defaultValue = "240", description = "For how long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--to", paramLabel = "DIR", description = "Where the pictures go (default: docs/pictures).")
    private @Nullable Path to;

    Pictures(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        Path work = Files.createTempDirectory("turnpike-watch-");
        Path pictures = Files.createDirectories(to == null ? root.resolve("docs/pictures") : to);
        int empty = 0;
        try (Scene scene = Scene.start(
                Kind.STORED,
                Map.of(),
                root.resolve("deploy/prometheus/rules"),
                rules -> rules,
                work.resolve("cluster"))) {
            Instant began = Instant.now();
            use(scene);
            Instant ended = Instant.now();
            try (Stream<Path> dashboards = Files.list(root.resolve("deploy/grafana/dashboards"))) {
                for (Path dashboard : dashboards.sorted().toList()) {
                    empty += draw(scene, dashboard, pictures, began, ended);
                }
            }
        }
        out.println("logs and data: " + work);
        return empty == 0 ? 0 : 1;
    }

    private void use(Scene scene) {
        Caller caller = scene.caller();
        String agents = scene.agents();
        List<Future<?>> all = new ArrayList<>(List.of(
                caller.steadily(40, agents, Scene.USUAL),
                caller.steadily(1, agents, List.of("few")),
                caller.steadily(2, agents, List.of("unlisted", "shadowed", "hidden")),
                caller.steadily(0.5, agents, List.of("asked")),
                caller.steadily(0.2, agents, List.of("slow")),
                caller.steadily(1, () -> caller.list(agents)),
                caller.steadily(0.3, () -> decideOne(scene)),
                caller.steadily(0.1, () -> caller.operate(scene.management(0), "/apply", document()))));
        Path wrong = scene.resources().resolve("wrong.yaml");
        Patience.rest(Duration.ofSeconds(seconds / 4));
        write(wrong, "kind: Nothing");
        scene.surroundings().webhook(/* fails= */ true);
        Patience.rest(Duration.ofSeconds(seconds / 8));
        delete(wrong);
        scene.surroundings().webhook(/* fails= */ false);
        Patience.rest(Duration.ofSeconds(seconds / 8));
        scene.node(2).kill();
        Patience.rest(Duration.ofSeconds(seconds / 8));
        scene.node(2).start();
        scene.cluster().awaitWhole();
        Patience.rest(Duration.ofSeconds(seconds / 4));
        all.forEach(each -> each.cancel(/* mayInterruptIfRunning= */ false));
    }

    /** Draws one; returns how many of its panels have no data. */
    private int draw(Scene scene, Path dashboard, Path pictures, Instant from, Instant to) throws IOException {
        JsonNode json = new ObjectMapper().readTree(dashboard.toFile());
        String node = scene.management(0).substring("http://".length());
        StringBuilder svg = new StringBuilder();
        int bottom = 0;
        int empty = 0;
        for (JsonNode panel : json.path("panels")) {
            JsonNode place = panel.path("gridPos");
            String title = panel.path("title").asText();
            String unit = panel.at("/fieldConfig/defaults/unit").asText();
            int width = place.path("w").asInt() * COLUMN - GAP;
            int height = place.path("h").asInt() * ROW - GAP;
            List<Chart.Line> lines = lines(scene.prometheus(), panel, node, from, to);
            if (lines.isEmpty() && !title.equals(CERTIFICATE)) {
                empty++;
                out.println(dashboard.getFileName() + ": `" + title + "` has no data");
            }
            svg.append("<g transform=\"translate(%d %d)\">%n"
                    .formatted(
                            place.path("x").asInt() * COLUMN,
                            HEAD + place.path("y").asInt() * ROW));
            svg.append(
                    panel.path("type").asText().equals("stat")
                            ? Chart.figure(title, unit, lines, width, height)
                            : Chart.lines(
                                    title, unit, lines, from.getEpochSecond(), to.getEpochSecond(), width, height));
            svg.append("</g>\n");
            bottom = Math.max(bottom, (place.path("y").asInt() + place.path("h").asInt()) * ROW);
        }
        String name = dashboard.getFileName().toString().replace(".json", ".svg");
        Files.writeString(pictures.resolve(name), """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1194 %d" font-family="sans-serif">
                <rect width="100%%" height="100%%" fill="#f4f5f5"/>
                <text x="2" y="20" font-size="15" fill="#202226">%s</text>
                %s</svg>
                """.formatted(
                        HEAD + bottom, json.path("title").asText(), svg));
        return empty;
    }

    private static List<Chart.Line> lines(
            Prometheus prometheus, JsonNode panel, String node, Instant from, Instant to) {
        List<Chart.Line> lines = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            String query = target.path("expr")
                    .asText()
                    .replace("$__rate_interval", "15s")
                    .replace("$job", "turnpike")
                    .replace("$instance", node);
            for (JsonNode series : prometheus.range(query, from, to, STEP)) {
                String legend = target.path("legendFormat").asText();
                lines.add(new Chart.Line(
                        LABEL.matcher(legend)
                                .replaceAll(label -> Matcher.quoteReplacement(series.path("metric")
                                        .path(label.group(1))
                                        .asText())),
                        series.path("values")));
            }
        }
        return lines;
    }

    private static CompletableFuture<String> decideOne(Scene scene) {
        return scene.caller()
                .read(scene.management(0), "/approvals?state=pending")
                .thenCompose(waiting -> {
                    try {
                        String id = new ObjectMapper()
                                .readTree(waiting)
                                .findPath("id")
                                .asText();
                        return id.isEmpty()
                                ? CompletableFuture.completedFuture("")
                                : scene.caller().operate(scene.management(0), "/approvals/" + id + "/approve", "{}");
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                });
    }

    private static String document() {
        return "[{\"kind\":\"Policy\",\"name\":\"changed\",\"document\":{\"version\":\"1\",\"default\":\"deny\","
                + "\"tools\":{\"tool%d\":{}}}}]".formatted(System.nanoTime() % 1000);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
