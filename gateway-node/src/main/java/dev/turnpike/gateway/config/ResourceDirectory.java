package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.toMap;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.gateway.policy.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory of documents: loaded at start, then watched. A change of its files is applied as one step, or not at all;
 * documents that went with their file go from the registry. Thread-safe.
 *
 * <p>Several nodes may have directories, equal ones or others. What a directory holds is stored at start, and when it
 * changes; in between a document that somebody else changed stays as it is, and only one that went comes back.
 */
public final class ResourceDirectory implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ResourceFiles files;
    private final Registry registry;
    private final DocumentReader reader;
    private final Commit commit;
    private final ResourceWatcher watcher;
    /** What the directory held when it was last applied, in its normal form. */
    private Map<Resource.Id, String> held = Map.of();

    private List<ConfigProblem> refused = List.of();
    private volatile @Nullable DirectoryWatch watch;

    private ResourceDirectory(Path directory, Registry registry, Secrets secrets, ResourceWatcher watcher) {
        this.files = new ResourceFiles(directory);
        this.registry = registry;
        this.reader = new DocumentReader(secrets, PolicyRevisions.of(registry, PATIENCE));
        this.commit = new Commit(registry, PATIENCE, PATIENCE);
        this.watcher = watcher;
    }

    /**
     * Loads the directory and waits until the registry has it. The watcher is told of it before this returns. Blocks.
     *
     * @param sole whether no other node has files: documents that came from files and are in none now are removed
     * @throws ConfigException with everything that is wrong in any of the files
     */
    public static ResourceDirectory load(
            Path directory, Registry registry, Secrets secrets, ResourceWatcher watcher, boolean sole) {
        ResourceDirectory resources = new ResourceDirectory(directory, registry, secrets, watcher);
        if (sole) {
            resources.held = fromFiles(registry.snapshot());
        }
        watcher.applied(resources.apply());
        return resources;
    }

    /** Looks at the files until closed, on a daemon thread of its own. */
    public synchronized void watch() {
        if (watch == null) {
            watch = DirectoryWatch.start(files, this::rescan);
        }
    }

    /** Reads the files now, and applies what is new; the watcher learns what came of it. Blocks. */
    public synchronized void rescan() {
        try {
            Change change = apply();
            if (!change.isEmpty() || !refused.isEmpty()) {
                refused = List.of();
                watcher.applied(change);
            }
        } catch (ConfigException unusable) {
            if (!unusable.problems().equals(refused)) {
                refused = unusable.problems();
                watcher.refused(refused);
            }
        }
    }

    /** Stops looking; what was applied stays in the registry. */
    @Override
    public void close() {
        DirectoryWatch running = watch;
        if (running != null) {
            running.close();
        }
    }

    private static Map<Resource.Id, String> fromFiles(Registry.Snapshot stored) {
        return stored.resources().values().stream()
                .filter(resource -> resource.origin() == Resource.Origin.FILES)
                .collect(toMap(Resource::id, Resource::json));
    }

    private Change apply() {
        Problems problems = new Problems();
        List<DocumentSource> sources = sources(problems);
        while (true) {
            Registry.Snapshot stored = registry.snapshot();
            Change change = own(change(sources, stored, problems), stored);
            if (change.isEmpty() || store(change)) {
                held = held(change, stored);
                return change;
            }
        }
    }

    private Change change(List<DocumentSource> sources, Registry.Snapshot stored, Problems problems) {
        Change change;
        try {
            change = reader.read(sources, stored, held.keySet());
        } catch (ConfigException unusable) {
            unusable.problems().forEach(problems::add);
            throw new ConfigException(problems.errors());
        } catch (StateUnavailableException silent) {
            throw notStored(String.valueOf(silent.getMessage()));
        }
        problems.refuse();
        return change;
    }

    /** Without documents that others changed, and that are in this directory as they were. */
    private Change own(Change change, Registry.Snapshot stored) {
        return change.without(change.changed().stream()
                .filter(resource -> stored.resources().containsKey(resource.id())
                        && resource.json().equals(held.get(resource.id())))
                .toList());
    }

    private Map<Resource.Id, String> held(Change change, Registry.Snapshot stored) {
        Map<Resource.Id, String> now = new HashMap<>();
        for (Resource.Id id : change.documents()) {
            Resource unchanged = stored.resources().get(id);
            if (held.containsKey(id)) {
                now.put(id, held.get(id));
            } else if (unchanged != null) {
                now.put(id, unchanged.json());
            }
        }
        change.changed().forEach(resource -> now.put(resource.id(), resource.json()));
        return now;
    }

    /** Reads the files until they did not change meanwhile, or once too often. */
    private List<DocumentSource> sources(Problems problems) {
        for (int attempt = 1; ; attempt++) {
            Problems found = new Problems();
            ResourceFiles.Listing listing = files.list();
            List<DocumentSource> sources = files.read(listing, found);
            if (attempt == MOST_ATTEMPTS || listing.equals(files.list())) {
                found.errors().forEach(problems::add);
                return sources;
            }
        }
    }

    /** Whether the change is in; if not, the registry moved on meanwhile. */
    private boolean store(Change change) {
        try {
            return commit.store(change).isPresent();
        } catch (UnstoredException unknown) {
            throw notStored(String.valueOf(unknown.getMessage()));
        }
    }

    private static ConfigException notStored(String reason) {
        return new ConfigException(List.of(new ConfigProblem(
                "(registry)",
                new Problem(Problem.Severity.ERROR, "", "not stored: " + reason, Optional.empty(), Optional.empty()))));
    }
}
