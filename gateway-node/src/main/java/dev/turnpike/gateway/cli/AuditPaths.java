package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.audit.trail.TrailFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The files and directories that a command reads. */
final class AuditPaths {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Audit files, or directories of them (all that end in .jsonl).")
    private List<Path> paths = new ArrayList<>();

    /** The files, full ones before the current one. */
    List<Path> files() {
        return files(paths);
    }

    /** The files in these places. */
    static List<Path> files(List<Path> paths) {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw CommandFailure.misused(path + ": no such file or directory");
            }
        }
        try {
            List<Path> files = TrailFiles.in(paths);
            if (files.isEmpty()) {
                throw CommandFailure.misused("no audit files (names that end in .jsonl) in " + paths.get(0));
            }
            return files;
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    /** What people see of a file that cannot be read. */
    static CommandFailure unreadable(IOException failure) {
        String why = failure instanceof NoSuchFileException
                ? ": no such file"
                : failure instanceof AccessDeniedException ? ": may not be read" : "";
        return CommandFailure.misused(failure.getMessage() + why);
    }
}
