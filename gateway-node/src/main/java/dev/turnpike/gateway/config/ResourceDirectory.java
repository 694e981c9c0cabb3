package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.policy.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A directory of documents: loaded at start, then watched. A change of its files is applied as one step, or not at all;
 * documents that went with their file go from the registry. Thread-safe.
 */
public final class ResourceDirectory implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 5;
    private static final long APPLY_SECONDS = 30;

    private final ResourceFiles files;
    private final Registry registry;
    private final DocumentReader reader;
    private final ResourceWatcher watcher;
    private Set<Resource.Id> documents = Set.of();
    private List<ConfigProblem> refused = List.of();
    private volatile @Nullable DirectoryWatch watch;

    private ResourceDirectory(Path directory, Registry registry, Secrets secrets, ResourceWatcher watcher) {
        this.files = new ResourceFiles(directory);
        this.registry = registry;
        this.reader = new DocumentReader(secrets);
        this.watcher = watcher;
    }

    /**
     * Loads the directory and waits until the registry has it. The watcher is told of it before this returns. Blocks.
     *
     * @throws ConfigException with everything that is wrong in any of the files
     */
    public static ResourceDirectory load(Path directory, Registry registry, Secrets secrets, ResourceWatcher watcher) {
        ResourceDirectory resources = new ResourceDirectory(directory, registry, secrets, watcher);
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

    private Change apply() {
        Problems problems = new Problems();
        List<DocumentSource> sources = sources(problems);
        Change change;
        try {
            change = reader.read(sources, registry.snapshot(), documents);
        } catch (ConfigException unusable) {
            unusable.problems().forEach(problems::add);
            throw new ConfigException(problems.errors());
        }
        problems.refuse();
        if (!change.isEmpty()) {
            store(change);
        }
        documents = change.documents();
        return change;
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

    private void store(Change change) {
        String reason;
        try {
            change.applyTo(registry).toCompletableFuture().get(APPLY_SECONDS, TimeUnit.SECONDS);
            return;
        } catch (ExecutionException | TimeoutException failure) {
            reason = "the shared state cannot be reached";
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            reason = "the node is closing";
        }
        throw new ConfigException(List.of(new ConfigProblem(
                "(registry)",
                new Problem(Problem.Severity.ERROR, "", "not stored: " + reason, Optional.empty(), Optional.empty()))));
    }
}
