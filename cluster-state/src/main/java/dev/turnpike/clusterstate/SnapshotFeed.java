package dev.turnpike.clusterstate;

import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Registry.Watch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest snapshot that a node knows, and who watches it. Thread-safe. A watcher is called on the thread that brings
 * the news; another thread with later news waits for it, so watchers must be short, and must not wait for a change.
 */
public final class SnapshotFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFeed.class);

    private volatile Snapshot current = new Snapshot(0, Map.of());
    private final List<Watching> watches = new CopyOnWriteArrayList<>();

    public Snapshot current() {
        return current;
    }

    /** Moves on to {@code news}, unless what is known is as new; afterwards all watchers have seen it or newer. */
    public Snapshot advance(Snapshot news) {
        Snapshot newest = newest(news);
        watches.forEach(watch -> watch.deliver(newest));
        return newest;
    }

    private synchronized Snapshot newest(Snapshot news) {
        if (news.revision() > current.revision()) {
            current = news;
        }
        return current;
    }

    /** As {@link Registry#watch}. */
    public Watch watch(Consumer<Snapshot> watcher) {
        Watching watch = new Watching(watcher);
        watches.add(watch);
        watch.deliver(current);
        return watch;
    }

    private final class Watching implements Watch {
        private final Consumer<Snapshot> watcher;
        private long revision = -1;
        private volatile boolean closed;

        Watching(Consumer<Snapshot> watcher) {
            this.watcher = watcher;
        }

        synchronized void deliver(Snapshot snapshot) {
            if (closed || snapshot.revision() <= revision) {
                return;
            }
            revision = snapshot.revision();
            try {
                watcher.accept(snapshot);
            } catch (RuntimeException e) {
                LOG.error("a watcher of the registry failed at revision {}", revision, e);
            }
        }

        @Override
        public void close() {
            closed = true;
            watches.remove(this);
        }
    }
}
