package dev.turnpike.gateway.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs that are not ours. */
final class Programs {
    private Programs() {}

    /** Its file; daemons are not on everyone's path. */
    static String find(String name) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(":", -1)),
                        Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not installed"));
    }

    /** What it prints; it has to end with this exit code. */
    static String run(int exitCode, String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != exitCode) {
            throw new AssertionError(String.join(" ", command) + ": exit code " + process.exitValue() + "\n" + printed);
        }
        return printed;
    }
}
