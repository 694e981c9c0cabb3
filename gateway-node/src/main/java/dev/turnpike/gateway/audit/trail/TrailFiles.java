package dev.turnpike.gateway.audit.trail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The audit files that people mean: files as they are, of a directory those that end in {@code .jsonl}. */
public final class TrailFiles {
    private static final String EXTENSION = ".jsonl";
    private static final Pattern FULL = Pattern.compile("(.*)-([0-9]{8}T[0-9]{6}Z-[0-9]{6,})\\.[^.]*");

    private TrailFiles() {}

    /** Those in {@code paths}, full files before the current one of the same name. */
    public static List<Path> in(List<Path> paths) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> all = Files.list(path)) {
                    all.filter(file -> file.toString().endsWith(EXTENSION) && Files.isRegularFile(file))
                            .forEach(files::add);
                }
            } else {
                files.add(path);
            }
        }
        List<Path> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(TrailFiles::age));
        return sorted;
    }

    /** A full file's name and time; a current file comes behind its full ones. */
    private static String age(Path file) {
        String name = String.valueOf(file.getFileName());
        var full = FULL.matcher(name);
        if (full.matches()) {
            return full.group(1) + " " + full.group(2);
        }
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + " current";
    }
}
