package dev.turnpike.gateway.config;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that tells when the files of a directory changed, and have been left alone since. The system's events make
 * it quick; looking at the files now and then makes it sure, on volumes without events as well.
 */
final class DirectoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
    private static final long LOOK_MILLIS = 2_000;
    private static final long QUIET_MILLIS = 100;

    /** After so many looks without a change the files are read all the same: a secret they refer to may be new. */
    private static final int LOOKS_PER_READING = 15;

    private final ResourceFiles files;
    private final Runnable changed;
    private final WatchService events;
    private final Thread thread;

    private DirectoryWatch(ResourceFiles files, Runnable changed, WatchService events) {
        this.files = files;
        this.changed = changed;
        this.events = events;
        this.thread = new Thread(this::run, "turnpike-resources");
        this.thread.setDaemon(true);
    }

    /** Calls {@code changed} on a thread of its own: once at the start, and after every change. */
    static DirectoryWatch start(ResourceFiles files, Runnable changed) {
        DirectoryWatch watch = new DirectoryWatch(files, changed, events());
        watch.thread.start();
        return watch;
    }

    /** Stops the thread, and waits for it. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            events.close();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException stillOpen) {
            LOG.debug("the events of the resources directory cannot be closed", stillOpen);
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ResourceFiles.Listing settled = settle();
                changed.run();
                awaitChange(settled);
            }
        } catch (InterruptedException | ClosedWatchServiceException closed) {
            LOG.debug("the resources directory is no longer watched");
        } catch (RuntimeException bug) {
            LOG.error("the resources directory is no longer watched", bug);
        }
    }

    /** Waits until nothing happened for a while, so that half-written files are not read. */
    private ResourceFiles.Listing settle() throws InterruptedException {
        while (true) {
            ResourceFiles.Listing before = listen();
            boolean quiet = !event(QUIET_MILLIS);
            ResourceFiles.Listing after = files.list();
            if (quiet && after.equals(before)) {
                return after;
            }
        }
    }

    private void awaitChange(ResourceFiles.Listing settled) throws InterruptedException {
        for (int look = 0; look < LOOKS_PER_READING; look++) {
            if (event(LOOK_MILLIS) || !files.list().equals(settled)) {
                return;
            }
        }
    }

    /** Asks for the events of every directory there is now; asking twice is harmless. */
    private ResourceFiles.Listing listen() {
        ResourceFiles.Listing listing = files.list();
        for (Path directory : listing.directories()) {
            try {
                directory.register(events, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
            } catch (IOException withoutEvents) {
                LOG.debug("no events from {}", directory);
            }
        }
        return listing;
    }

    private boolean event(long withinMillis) throws InterruptedException {
        WatchKey key = events.poll(withinMillis, MILLISECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    private static WatchService events() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException none) {
            LOG.warn("the system gives no events for files; changes are seen within {} ms", LOOK_MILLIS);
            return new SilentEvents();
        }
    }
}
