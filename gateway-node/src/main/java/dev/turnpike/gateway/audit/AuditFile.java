package dev.turnpike.gateway.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each record to a file as a line of JSON. A thread of its own writes, behind a bounded queue, so that a slow
 * disk never holds a call; a record that finds the queue full, or that the disk refuses, is counted as dropped.
 */
public final class AuditFile implements AuditSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int QUEUE = 65_536;
    private static final int BATCH = 1_024;
    private static final int BUFFER_BYTES = 64 * 1024;
    /** How long the first record of a batch waits for company: to wake a thread for each costs more than to write it. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long IDLE_MILLIS = 200;
    private static final long CLOSE_MILLIS = 5_000;

    /** A record of some kind. */
    @FunctionalInterface
    private interface Line {
        void writeTo(JsonLines lines) throws IOException;
    }

    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Path path;
    private final Runnable onDrop;
    private final OutputStream out;
    /** What is being written. In memory, so that a disk that refuses it leaves no half of a record behind. */
    private final ByteArrayOutputStream text = new ByteArrayOutputStream(BUFFER_BYTES);

    private final JsonLines lines;
    private final Thread writer;
    private boolean failing;

    private AuditFile(Path path, Runnable onDrop) throws IOException {
        this.path = path;
        this.onDrop = onDrop;
        this.out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.lines = new JsonLines(text);
        this.writer = new Thread(this::run, "turnpike-audit");
        writer.setDaemon(true);
    }

    /**
     * Opens the file for appending, with its directories, and starts the writer.
     *
     * @param onDrop called for every record that is lost, on any thread
     * @throws IOException if the file cannot be opened
     */
    public static AuditFile open(Path path, Runnable onDrop) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        restrict(path);
        AuditFile file = new AuditFile(path, onDrop);
        file.writer.start();
        return file;
    }

    /** A new file is for its owner to read and write, and for the group to read. */
    private static void restrict(Path path) throws IOException {
        if (!Files.exists(path)
                && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        }
    }

    @Override
    public void accept(AuditRecord record) {
        add(to -> to.write(record));
    }

    @Override
    public void accept(ApprovalRecord record) {
        add(to -> to.write(record));
    }

    @Override
    public void accept(AdminRecord record) {
        add(to -> to.write(record));
    }

    private void add(Line line) {
        if (closing.get() || !queue.offer(line)) {
            onDrop.run();
        }
    }

    /** Writes what is queued, for at most five seconds, and closes the file. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Line> batch = new ArrayList<>(BATCH);
        try {
            while (!closing.get() || !queue.isEmpty()) {
                Line first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    if (!closing.get()) {
                        LockSupport.parkNanos(GATHER_NANOS);
                    }
                    batch.add(first);
                    writeAll(batch);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly();
        }
    }

    /** Writes {@code batch}, and what is queued by now. */
    private void writeAll(List<Line> batch) {
        do {
            queue.drainTo(batch, BATCH - batch.size());
            write(batch);
            batch.clear();
        } while (queue.size() >= BATCH);
    }

    private void write(List<Line> batch) {
        try {
            for (Line line : batch) {
                line.writeTo(lines);
            }
            lines.flush();
            if (failing) {
                out.write('\n'); // the last record that was begun may have been cut off
            }
            text.writeTo(out);
            failing = false;
        } catch (IOException e) {
            batch.forEach(lost -> onDrop.run());
            if (!failing) {
                failing = true; // one line for each outage, not one for each record
                LOG.error("audit file {} cannot be written: {}", path, e.getMessage());
            }
        } finally {
            text.reset();
        }
    }

    private void closeQuietly() {
        try {
            lines.close();
            out.close();
        } catch (IOException e) {
            LOG.error("audit file {} cannot be closed: {}", path, e.getMessage());
        }
    }
}
