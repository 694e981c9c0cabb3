package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import org.jspecify.annotations.Nullable;

/** The newest {@link Directory}: follows the registry, so that a change applies to the next request. Thread-safe. */
public final class LiveDirectory implements AutoCloseable {
    private final DirectoryCompiler compiler;
    private volatile Directory current = Directory.empty();
    private Registry.@Nullable Snapshot newest;
    private Registry.@Nullable Watch watch;

    private LiveDirectory(Secrets secrets) {
        this.compiler = new DirectoryCompiler(secrets);
    }

    /** Follows {@code registry}; the directory of its present state is there on return. */
    public static LiveDirectory follow(Registry registry, Secrets secrets) {
        LiveDirectory live = new LiveDirectory(secrets);
        live.watch = registry.watch(live::compile);
        return live;
    }

    /** The newest one; never blocks. A call takes it once, and keeps it to its end. */
    public Directory current() {
        return current;
    }

    /**
     * Reads the secrets of all servers again: they may have been rotated, or may have come where they were missing.
     * Reads files: not for an event loop.
     */
    public synchronized void refreshSecrets() {
        if (newest != null) {
            current = compiler.compile(newest);
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private synchronized void compile(Registry.Snapshot snapshot) {
        newest = snapshot;
        current = compiler.compile(snapshot);
    }
}
