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

    private volatile Known known = new Known(new Snapshot(0, Map.of()), /* turn= */ 0);
    private final List<Watching> watches = new CopyOnWriteArrayList<>();

    /** A snapshot, and how many were known before it here: revisions may go back where a split healed. */
    private record Known(Snapshot snapshot, long turn) {}

    public Snapshot current() {
        return known.snapshot();
    }

    /** Rises by one whenever the current snapshot is replaced. */
    public long turn() {
        return known.turn();
    }

    /** Moves on to {@code news}, unless what is known is as new; afterwards all watchers have seen it or newer. */
    public Snapshot advance(Snapshot news) {
        return tell(advanced(news));
    }

    /**
     * Takes what was read where the truth is, even if its revision is lower than what is known; but only if it is
     * higher where something else became known since the reading began.
     *
     * @param turn the {@link #turn} before the reading began
     */
    public Snapshot follow(Snapshot read, long turn) {
        return tell(followed(read, turn));
    }

    /** As {@link Registry#watch}. */
    public Watch watch(Consumer<Snapshot> watcher) {
        Watching watch = new Watching(watcher);
        watches.add(watch);
        watch.deliver(known);
        return watch;
    }

    private Snapshot tell(Known news) {
        watches.forEach(watch -> watch.deliver(news));
        return news.snapshot();
    }

    private synchronized Known advanced(Snapshot news) {
        if (news.revision() > known.snapshot().revision()) {
            known = new Known(news, known.turn() + 1);
        }
        return known;
    }

    private synchronized Known followed(Snapshot read, long turn) {
        if (known.turn() == turn && !read.equals(known.snapshot())) {
            known = new Known(read, turn + 1);
        }
        return advanced(read);
    }

    private final class Watching implements Watch {
        private final Consumer<Snapshot> watcher;
        private long turn = -1;
        private volatile boolean closed;

        Watching(Consumer<Snapshot> watcher) {
            this.watcher = watcher;
        }

        synchronized void deliver(Known news) {
            if (closed || news.turn() <= turn) {
                return;
            }
            turn = news.turn();
            try {
                watcher.accept(news.snapshot());
            } catch (RuntimeException e) {
                LOG.error(
                        "a watcher of the registry failed at revision {}",
                        news.snapshot().revision(),
                        e);
            }
        }

        @Override
        public void close() {
            closed = true;
            watches.remove(this);
        }
    }
}
