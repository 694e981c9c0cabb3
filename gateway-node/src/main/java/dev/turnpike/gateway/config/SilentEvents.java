package dev.turnpike.gateway.config;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands in where the system has no events to give (all its inotify instances are taken): none ever comes. */
final class SilentEvents implements WatchService {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public @Nullable WatchKey poll() {
        return null;
    }

    @Override
    public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
        if (closed.await(timeout, unit)) {
            throw new ClosedWatchServiceException();
        }
        return null;
    }

    @Override
    public WatchKey take() throws InterruptedException {
        closed.await();
        throw new ClosedWatchServiceException();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
