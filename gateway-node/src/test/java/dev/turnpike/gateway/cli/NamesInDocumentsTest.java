package dev.turnpike.gateway.cli;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.ConfigException;
import dev.turnpike.gateway.config.NodeConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whatever the pages and the files of {@code deploy} call by name exists. */
final class NamesInDocumentsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\bTURNPIKE_[A-Z][A-Z0-9_]*");
    private static final Pattern COMMAND = Pattern.compile("(?<![\\w/-])(?:\\./)?turnpike ([a-z][a-z -]*[^\\n`|$]*)");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    /** Names with colons are those of recording rules, which are kept beside them. */
    private static final Pattern METRIC = Pattern.compile("(?<![:\\w])turnpike_[a-z0-9_]*[a-z0-9](?![:\\w])");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern PROBE = Pattern.compile("(?<=[`: \"])/[a-z]+z\\b");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9._]*)\"");
    /** What Prometheus appends to the name of a meter. */
    private static final Pattern SUFFIX = Pattern.compile("_(total|seconds|bucket|count|sum|max|bytes)$");
    /** A table of the database. */
    private static final Set<String> NO_METRICS = Set.of("turnpike_schema_history");

    private static final Map<Path, String> TEXTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        for (Path root : new Path[] {Path.of("../README.md"), Path.of("../docs"), Path.of("../deploy")}) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().matches(".*\\.(png|svg|jpg|jar)"))
                        .toList()) {
                    TEXTS.put(file, Files.readString(file));
                }
            }
        }
    }

    @Test
    void everyVariableIsKnownToANode() {
        assertThat(all(VARIABLE))
                .containsKey("TURNPIKE_CLUSTER_SIZE")
                .allSatisfy((variable, file) -> assertThat(isKnown(variable))
                        .as(variable + " in " + file)
                        .isTrue());
        assertThat(isKnown("TURNPIKE_CLUSTER_SIZES")).isFalse();
    }

    @Test
    void everyOptionIsOneOfItsCommand() {
        CommandLine turnpike = Turnpike.commandLine();
        Set<String> seen = new HashSet<>();
        TEXTS.forEach((file, text) -> COMMAND.matcher(text).results().forEach(said -> {
            CommandLine command = turnpike;
            if (!turnpike.getSubcommands().containsKey(said.group(1).split("\\s+", -1)[0])) {
                return;
            }
            for (String word : said.group(1).split("\\s+", -1)) {
                command = command.getSubcommands().getOrDefault(word, command);
            }
            Set<String> options = command.getCommandSpec().optionsMap().keySet();
            FLAG.matcher(said.group(1)).results().map(MatchResult::group).forEach(flag -> {
                seen.add(flag);
                assertThat(options).as(said.group() + " in " + file).contains(flag);
            });
        }));
        assertThat(seen).contains("--resources", "--management");
    }

    @Test
    void everyMetricIsExported() throws IOException {
        Set<String> literals = new HashSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                LITERAL.matcher(Files.readString(source))
                        .results()
                        .map(found -> found.group(1).replace('.', '_'))
                        .forEach(literals::add);
            }
        }

        assertThat(all(METRIC))
                .allSatisfy((metric, file) -> assertThat(NO_METRICS.contains(metric) || isMeter(metric, literals))
                        .as(metric + " in " + file)
                        .isTrue());
        assertThat(isMeter("turnpike_cluster_membrs", literals)).isFalse();
    }

    @Test
    void everyProbeIsAnswered() {
        assertThat(all(PROBE).keySet())
                .isSubsetOf("/healthz", "/readyz", "/statusz")
                .isNotEmpty();
    }

    @Test
    void everyFileThatAPageLinksToIsThere() {
        TEXTS.forEach((file, text) -> {
            if (file.toString().endsWith(".md")) {
                Path directory = Optional.ofNullable(file.getParent()).orElse(Path.of("."));
                assertThat(LINK.matcher(text).results().map(link -> link.group(1)))
                        .allSatisfy(link -> assertThat(directory.resolve(link))
                                .as(file + ": " + link)
                                .exists());
            }
        });
    }

    private static boolean isKnown(String variable) {
        try {
            NodeConfigReader.read(Map.of(), Map.of(variable, "x"), Optional.empty());
            return true;
        } catch (ConfigException wrong) {
            return !String.valueOf(wrong.getMessage()).contains("unknown setting");
        }
    }

    /** Names of meters stand in the code as a whole, or as a beginning that ends with a dot and the rest. */
    private static boolean isMeter(String metric, Set<String> literals) {
        if (literals.contains(metric)
                || literals.stream()
                        .filter(literal -> literal.startsWith("turnpike_") && literal.endsWith("_"))
                        .anyMatch(literal ->
                                metric.startsWith(literal) && literals.contains(metric.substring(literal.length())))) {
            return true;
        }
        String shorter = SUFFIX.matcher(metric).replaceFirst("");
        return !shorter.equals(metric) && isMeter(shorter, literals);
    }

    /** What matches, and a file that says it. */
    private static Map<String, Path> all(Pattern pattern) {
        Map<String, Path> found = new TreeMap<>();
        TEXTS.forEach((file, text) ->
                found.putAll(pattern.matcher(text).results().map(MatchResult::group).collect(toSet()).stream()
                        .collect(java.util.stream.Collectors.toMap(name -> name, name -> file))));
        return found;
    }
}
