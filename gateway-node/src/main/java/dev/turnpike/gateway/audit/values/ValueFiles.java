package dev.turnpike.gateway.audit.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of values beside an audit file, one for each day and the day on which it goes. Their names say both, so that
 * nothing else has to be known to delete them. Confined to one thread.
 */
final class ValueFiles {
    /** What their names end with. */
    static final String ENDING = ".values";

    private static final String UNTIL = ".until-";

    private final Path audit;
    /** Those that this process has written to: before that, somebody may have left a line without an end. */
    private final Set<Path> begun = new HashSet<>();

    /** Those beside that audit file. */
    ValueFiles(Path audit) {
        this.audit = audit.toAbsolutePath();
    }

    /** Appends lines, each with its end. The file is for the owner alone. */
    void append(LocalDate day, LocalDate until, String lines) throws IOException {
        Path file = audit.resolveSibling(audit.getFileName() + "." + day + UNTIL + until + ENDING);
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(CREATE, APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            String text = begun.contains(file) || channel.size() == 0 ? lines : "\n" + lines;
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            begun.add(file);
        }
    }

    /** Deletes those whose day has come. */
    void forget(LocalDate today) throws IOException {
        for (Path file : all()) {
            if (until(file).filter(day -> !day.isAfter(today)).isPresent()) {
                Files.deleteIfExists(file);
                begun.remove(file);
            }
        }
    }

    /** Empty for a file that is none of ours. */
    private static Optional<LocalDate> until(Path file) {
        String name = file.getFileName().toString();
        try {
            return Optional.of(LocalDate.parse(
                    name.substring(name.lastIndexOf(UNTIL) + UNTIL.length(), name.length() - ENDING.length())));
        } catch (DateTimeParseException anothers) {
            return Optional.empty();
        }
    }

    private List<Path> all() throws IOException {
        String prefix = audit.getFileName() + ".";
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> some = Files.newDirectoryStream(audit.getParent(), file -> {
            String name = file.getFileName().toString();
            return name.startsWith(prefix) && name.contains(UNTIL) && name.endsWith(ENDING);
        })) {
            some.forEach(files::add);
        }
        return files;
    }
}
