package dev.turnpike.gateway.cli.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that is not ours, from a package of Debian with the same name. */
public enum Program {
    BASH,
    HAPROXY,
    PROMETHEUS;

    /** Where daemons are, which is not on everyone's path. */
    private static final List<String> DAEMONS = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The executable file.
     *
     * @param path directories as in the variable {@code PATH}
     */
    public Optional<Path> find(String path) {
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), DAEMONS.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, command()))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What to do where it is missing; one line. */
    public String missing() {
        String instead = this == PROMETHEUS ? ", or leave it out with `--no-prometheus`" : "";
        return command() + " is not installed: on Debian and its kin `apt-get install " + command() + "`" + instead;
    }
}
