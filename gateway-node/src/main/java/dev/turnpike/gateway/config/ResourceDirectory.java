package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import java.nio.file.Path;

/** A directory of documents: loaded at start, then watched. A change of its files is applied as one step, or not at all. */
@SuppressWarnings("DoNotCallSuggester") // until it is filled in
public final class ResourceDirectory implements AutoCloseable {
    /**
     * Loads the directory and waits until the registry has it. The watcher is told of it before this returns. Blocks.
     *
     * @throws ConfigException with everything that is wrong in any of the files
     */
    public static ResourceDirectory load(Path directory, Registry registry, Secrets secrets, ResourceWatcher watcher) {
        throw stub();
    }

    /** Looks at the files until closed, on a daemon thread of its own. */
    public void watch() {
        throw stub();
    }

    /** Reads the files now and applies what is new. Blocks. */
    public void rescan() {
        throw stub();
    }

    @Override
    public void close() {}

    private static UnsupportedOperationException stub() {
        return new UnsupportedOperationException();
    }
}
