package dev.turnpike.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The npm packages of {@code src/test/npm}, which the build installs before the integration tests. */
final class Parties {
    private Parties() {}

    static Path directory() {
        Path directory = Path.of(System.getProperty("parties.directory", "target/parties"))
                .toAbsolutePath();
        assertThat(directory.resolve("installed-lock.json"))
                .as("the npm packages of the tests; install them with `sh src/test/npm/install.sh target/parties`")
                .exists();
        return directory;
    }

    static String module(String path) {
        return directory().resolve("node_modules").resolve(path).toString();
    }

    /** The Node among the packages; on systems for which there is none, the machine's own. */
    static String node() {
        Path packaged = directory().resolve("node_modules/.bin/node");
        return Files.isExecutable(packaged) ? packaged.toString() : "node";
    }

    /** Runs a script, with those before it preloaded, in the directory of the packages. */
    static PartyProcess start(Map<String, String> environment, List<String> preloaded, String... script) {
        List<String> command = new ArrayList<>(List.of(node()));
        preloaded.forEach(
                name -> command.add("--import=" + directory().resolve(name).toUri()));
        command.addAll(List.of(script));
        return PartyProcess.start(directory(), environment, command);
    }
}
