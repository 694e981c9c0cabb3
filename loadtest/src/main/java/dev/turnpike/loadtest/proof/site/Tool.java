package dev.turnpike.loadtest.proof.site;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the operating system that the proof needs. */
public final class Tool {
    private Tool() {}

    /** Where a program is; Debian keeps some where only root looks. */
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Where a program is that must be there.
     *
     * @throws ProofException that says which package to install
     */
    public static String require(String program, String debianPackage) {
        return find(program)
                .map(Path::toString)
                .orElseThrow(() -> new ProofException("`" + program + "` is missing: install it, on Debian with"
                        + " `apt-get install " + debianPackage + "`"));
    }

    /** Runs a program to its end. */
    public static void run(String... command) {
        run(List.of(command));
    }

    static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new ProofException(
                        "`" + String.join(" ", command) + "` failed: " + (said.isEmpty() ? "exit code " + code : said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProofException("interrupted in `" + String.join(" ", command) + "`", interrupted);
        }
    }
}
