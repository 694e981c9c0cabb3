package dev.turnpike.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.deploy.Dockerfile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class DockerfileTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void everyBaseHasAVersion() throws IOException {
        assertThat(Dockerfile.read().all("FROM"))
                .hasSize(2)
                .allSatisfy(from -> assertThat(from.words().get(0)).matches("[a-z-]+:[0-9][a-z0-9.-]*"));
    }

    @Test
    void whatIsCopiedExistsAndIsNotLeftOut() throws IOException {
        List<String> taken = Files.readAllLines(ROOT.resolve("deploy/docker/Dockerfile.dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(Dockerfile.read().all("COPY"))
                .filteredOn(copy -> !copy.text().startsWith("--from"))
                .isNotEmpty()
                .allSatisfy(copy -> {
                    String source = copy.words().get(0);
                    assertThat(ROOT.resolve(source)).exists();
                    assertThat(taken).contains(source);
                });
    }

    @Test
    void theBuildGetsThePomOfEveryModule() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        List<String> modules = Pattern.compile("<module>([^<]+)</module>")
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(Dockerfile.read().all("COPY"))
                .extracting(copy -> copy.words().get(0))
                .containsAll(modules.stream().map(module -> module + "/pom.xml").toList());
    }

    @Test
    void dependenciesAreALayerBelowWhatChangesMoreOften() throws IOException {
        List<String> copied = Dockerfile.read().all("COPY").stream()
                .filter(copy -> copy.text().startsWith("--from=build"))
                .map(copy -> copy.words().get(2))
                .toList();

        assertThat(copied).startsWith("/opt/turnpike/lib").endsWith("/opt/turnpike/app");
        assertThat(copied)
                .allSatisfy(directory -> assertThat(Files.readString(ROOT.resolve("deploy/install")))
                        .contains("\"$to/" + Path.of(directory).getFileName() + "\""));
    }

    @Test
    void itRunsAsNobodyElse() throws IOException {
        Dockerfile file = Dockerfile.read();

        assertThat(file.last("USER").text()).matches("[1-9][0-9]{4}:[1-9][0-9]{4}");
        List<Step> after = file.steps()
                .subList(file.steps().indexOf(file.last("USER")), file.steps().size());
        assertThat(after).extracting(Step::name).doesNotContain("RUN", "COPY", "ADD");
        assertThat(file.last("WORKDIR").text()).isEqualTo(file.last("VOLUME").text());
    }

    @Test
    void whatItRunsIsInstalled() throws IOException {
        Dockerfile file = Dockerfile.read();

        for (String program :
                List.of(file.list("ENTRYPOINT").get(0), file.list("HEALTHCHECK").get(0))) {
            assertThat(program).startsWith("/opt/turnpike/bin/");
            assertThat(ROOT.resolve("deploy/launcher").resolve(Path.of(program).getFileName()))
                    .isExecutable();
        }
        assertThat(file.list("CMD")).containsExactly("up");
    }

    @Test
    void itsPortsAndSettingsAreThoseOfANode() throws IOException {
        Dockerfile file = Dockerfile.read();
        Map<String, String> environment = new HashMap<>(file.environment());
        environment.put("TURNPIKE_PUBLIC_URL", "https://mcp.example.org");

        NodeConfig config = NodeConfigReader.read(Map.of(), environment, Optional.empty());

        assertThat(file.last("EXPOSE").words())
                .containsExactly(
                        Integer.toString(config.agent().port()),
                        Integer.toString(config.management().port()));
        assertThat(config.agent().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void javaGetsTheSameOptionsByBothLaunchers() throws IOException {
        assertThat(options("deploy/launcher/prepare"))
                .containsAll(options("turnpike"))
                .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
    }

    private static Set<String> options(String script) throws IOException {
        Set<String> options =
                new TreeSet<>(Pattern.compile("--(?:add|enable|sun)-[^\\s'\")]+|-X[Xl][^\\s'\")]+|-Dio[^\\s'\")]+")
                        .matcher(Files.readString(ROOT.resolve(script)))
                        .results()
                        .map(MatchResult::group)
                        .toList());
        // The launcher of the repository knows by the archive itself, and compiles less for commands that soon end.
        options.removeIf(option -> option.contains("Archive")
                || option.startsWith("-XX:Tiered")
                || option.startsWith("-XX:AOT")
                || option.startsWith("-Xshare"));
        return options;
    }
}
