package dev.turnpike.gateway.config;

import static java.nio.file.FileVisitOption.FOLLOW_LINKS;
import static java.nio.file.FileVisitResult.CONTINUE;
import static java.nio.file.FileVisitResult.SKIP_SUBTREE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files below a directory that may hold documents: {@code *.yaml}, {@code *.yml} and {@code *.json}. Names that
 * begin with a dot are passed over, be they an editor's or the versions behind a Kubernetes volume ({@code ..data}).
 */
final class ResourceFiles {
    private static final int MOST_FILES = 1_000;
    private static final int MOST_CHARS = 32 * 1024 * 1024;
    private static final int DEEPEST = 8;

    private final Path root;

    ResourceFiles(Path root) {
        this.root = root;
    }

    /**
     * What tells the states of the directory apart without reading the files.
     *
     * @param files by name; the key of a file is another one after it was replaced
     * @param failures by name
     */
    record Listing(SortedMap<String, Stamp> files, List<Path> directories, SortedMap<String, String> failures) {}

    /** The state of one file. */
    record Stamp(long size, long modifiedNanos, String key) {}

    Listing list() {
        Listing listing = new Listing(new TreeMap<>(), new ArrayList<>(), new TreeMap<>());
        try {
            Files.walkFileTree(
                    root, EnumSet.of(FOLLOW_LINKS), DEEPEST, new Collector(root, root.toRealPath(), listing));
        } catch (IOException unreadable) {
            listing.failures().put("", BoundedFile.reason(unreadable));
        }
        return listing;
    }

    /** Reads all files of the listing, in order of their names. */
    List<DocumentSource> read(Listing listing, Problems problems) {
        listing.failures()
                .forEach((name, reason) ->
                        problems.add(name.isEmpty() ? root.toString() : name, "", "cannot be read", reason));
        if (listing.files().size() > MOST_FILES) {
            problems.add(root.toString(), "", "more than " + MOST_FILES + " files", "put several documents in a file");
            return List.of();
        }
        List<DocumentSource> sources = new ArrayList<>();
        long chars = 0;
        for (Map.Entry<String, Stamp> file : listing.files().entrySet()) {
            try {
                String text = BoundedFile.read(root.resolve(file.getKey()));
                sources.add(new DocumentSource(file.getKey(), text));
                chars += text.length();
            } catch (IOException unreadable) {
                problems.add(file.getKey(), "", "cannot be read", BoundedFile.reason(unreadable));
            }
            if (chars > MOST_CHARS) {
                problems.add(root.toString(), "", "more than 32MiB of documents", "remove some");
                return List.of();
            }
        }
        return sources;
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path realRoot;
        private final Listing listing;

        Collector(Path root, Path realRoot, Listing listing) {
            this.root = root;
            this.realRoot = realRoot;
            this.listing = listing;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (directory.equals(root)) {
                listing.directories().add(directory);
                return CONTINUE;
            }
            if (isHidden(directory) || escapes(directory)) {
                return SKIP_SUBTREE;
            }
            listing.directories().add(directory);
            return CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && isDocument(file) && !escapes(file)) {
                if (!attributes.isRegularFile()) {
                    listing.failures().put(name(file), "is it a file?");
                } else {
                    listing.files().put(name(file), stamp(attributes));
                }
            }
            return CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (file.equals(root) || (!isHidden(file) && isDocument(file))) {
                listing.failures().put(file.equals(root) ? "" : name(file), BoundedFile.reason(failure));
            }
            return CONTINUE;
        }

        private boolean escapes(Path file) {
            try {
                if (file.toRealPath().startsWith(realRoot)) {
                    return false;
                }
                listing.failures().put(name(file), "the link leads out of the resources directory");
            } catch (IOException dangling) {
                listing.failures().put(name(file), BoundedFile.reason(dangling));
            }
            return true;
        }

        private String name(Path file) {
            return root.relativize(file).toString().replace('\\', '/');
        }

        private static boolean isHidden(Path file) {
            return fileName(file).startsWith(".");
        }

        private static boolean isDocument(Path file) {
            String name = fileName(file);
            return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
        }

        private static String fileName(Path file) {
            Path name = file.getFileName();
            return name == null ? "" : name.toString();
        }

        private static Stamp stamp(BasicFileAttributes attributes) {
            @Nullable Object key = attributes.fileKey();
            return new Stamp(attributes.size(), attributes.lastModifiedTime().to(NANOSECONDS), String.valueOf(key));
        }
    }
}
