package dev.turnpike.loadtest.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The system's clock, wrong by as many milliseconds as a file says, which is read again all the time. */
final class ShiftedClock implements InstantSource {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path file;
    private volatile long shiftMillis;

    private ShiftedClock(Path file) {
        this.file = file;
        this.shiftMillis = read(0);
    }

    /** Follows the file with a thread of its own. */
    static ShiftedClock follow(Path file) {
        ShiftedClock clock = new ShiftedClock(file);
        Thread follower = new Thread(clock::follow, "shifted-clock");
        follower.setDaemon(true);
        follower.start();
        return clock;
    }

    @Override
    public Instant instant() {
        return Instant.now().plusMillis(shiftMillis);
    }

    @Override
    public long millis() {
        return System.currentTimeMillis() + shiftMillis;
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
            shiftMillis = read(shiftMillis);
        }
    }

    private long read(long before) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException unreadable) {
            return before;
        }
    }
}
