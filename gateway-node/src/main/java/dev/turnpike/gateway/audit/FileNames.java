package dev.turnpike.gateway.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What full files are called: {@code name-20261125T201500Z-000001.jsonl} beside {@code name.jsonl}. */
final class FileNames {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path file;
    private final String stem;
    private final String extension;
    private final Pattern full;

    FileNames(Path file) {
        this.file = file;
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        this.stem = dot > 0 ? name.substring(0, dot) : name;
        this.extension = dot > 0 ? name.substring(dot) : "";
        this.full = Pattern.compile(Pattern.quote(stem) + "-[0-9]{8}T[0-9]{6}Z-[0-9]{6,}" + Pattern.quote(extension));
    }

    /** A name that no file has, for file {@code number} of a chain that became full at {@code time}. */
    Path full(Instant time, long number) {
        Instant at = time;
        Path path;
        do {
            path = file.resolveSibling("%s-%s-%06d%s".formatted(stem, TIME.format(at), number, extension));
            at = at.plusSeconds(1);
        } while (Files.exists(path));
        return path;
    }

    /** The full files that are there, the oldest first. */
    List<Path> full() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path ->
                            full.matcher(String.valueOf(path.getFileName())).matches())
                    .sorted()
                    .toList();
        }
    }
}
