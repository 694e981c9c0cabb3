package dev.turnpike.gateway.audit.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the values of calls' arguments for a while, encrypted, in files beside the audit file. A thread of its own
 * encrypts and writes, behind a bounded queue, and deletes what is over once an hour; a call never waits. What does not
 * fit, or cannot be written, is counted and not kept. Thread-safe.
 */
public final class ValueLog implements AutoCloseable {
    /** The values of longer calls are not kept. */
    public static final int MOST_BYTES = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ValueLog.class);
    private static final int QUEUE = 4_096;
    private static final int BATCH = 256;
    private static final long IDLE_MILLIS = 200;
    private static final long FORGET_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long CLOSE_MILLIS = 5_000;

    private final ValueFiles files;
    private final InstantSource clock;
    private final Runnable onDrop;
    private final BlockingQueue<Values> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Thread writer;
    private long forgotMillis = Long.MIN_VALUE;
    private boolean failing;

    private ValueLog(Path audit, Runnable onDrop, InstantSource clock) {
        this.files = new ValueFiles(audit);
        this.onDrop = onDrop;
        this.clock = clock;
        this.writer = new Thread(this::run, "turnpike-values");
        writer.setDaemon(true);
    }

    /** Values on their way; plain, so they have no written form of their own. */
    private record Values(String id, Instant time, ValueKey key, int days, JsonNode arguments) {
        @Override
        public String toString() {
            return "values";
        }
    }

    /** A file. */
    private record Place(LocalDate day, LocalDate until) {}

    /**
     * Keeps values beside that audit file, and deletes those that are over.
     *
     * @param onDrop called for each call whose values are not kept, on any thread
     */
    public static ValueLog open(Path audit, Runnable onDrop, InstantSource clock) {
        ValueLog log = new ValueLog(audit, onDrop, clock);
        log.writer.start();
        return log;
    }

    /**
     * Keeps the values of one call, and answers with the name by which its audit record refers to them; empty if they
     * are not kept.
     *
     * @param days how many whole days after the day of the call
     * @param arguments must not change any more
     */
    public Optional<String> keep(Instant time, ValueKey key, int days, JsonNode arguments) {
        Values values = new Values(UUID.randomUUID().toString(), time, key, days, arguments);
        if (closing.get() || !queue.offer(values)) {
            onDrop.run();
            return Optional.empty();
        }
        return Optional.of(values.id());
    }

    /** Writes what is queued, for at most five seconds. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                writer.join(CLOSE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        List<Values> batch = new ArrayList<>(BATCH);
        try {
            while (!closing.get() || !queue.isEmpty()) {
                forgetIfDue();
                Values first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    write(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Values> batch) {
        Map<Place, List<Values>> places = new HashMap<>();
        for (Values values : batch) {
            LocalDate day = LocalDate.ofInstant(values.time(), ZoneOffset.UTC);
            places.computeIfAbsent(new Place(day, day.plusDays(values.days() + 1L)), first -> new ArrayList<>())
                    .add(values);
        }
        places.forEach((place, some) -> {
            try {
                StringBuilder lines = new StringBuilder();
                some.forEach(values -> lines.append(line(values)).append('\n'));
                files.append(place.day(), place.until(), lines.toString());
                failing = false;
            } catch (IOException | RuntimeException failure) {
                some.forEach(values -> onDrop.run());
                failed(failure);
            }
        });
    }

    private static String line(Values values) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", values.id())
                .put("key", values.key().id())
                .put("sealed", values.key().seal(values.id(), values.arguments().toString()))
                .toString();
    }

    private void forgetIfDue() {
        long now = clock.millis();
        if (forgotMillis != Long.MIN_VALUE && Math.abs(now - forgotMillis) < FORGET_MILLIS) {
            return;
        }
        forgotMillis = now;
        try {
            files.forget(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        } catch (IOException | RuntimeException failure) {
            failed(failure);
        }
    }

    private void failed(Exception failure) {
        if (!failing) {
            failing = true; // one line for each outage, not one for each call
            LOG.error("values of arguments cannot be kept: {}", failure.toString());
        }
    }
}
