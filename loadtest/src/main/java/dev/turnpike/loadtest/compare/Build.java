package dev.turnpike.loadtest.compare;

import java.nio.file.Path;

/**
 * A build of Turnpike, and how its JVM is started.
 *
 * @param javaOptions added to those of the launcher
 */
record Build(Path launcher, String javaOptions) {
    /** One that is measured beside this one: {@code name|launcher|options}; what is left out is as in {@code usual}. */
    static Build parse(String[] parts, Build usual) {
        Path launcher = parts.length > 1 && !parts[1].isBlank() ? Path.of(parts[1]) : usual.launcher();
        return new Build(launcher, parts.length > 2 ? parts[2] : usual.javaOptions());
    }
}
