package dev.turnpike.gateway.audit;

import dev.turnpike.gateway.audit.AuditLog.OnFull;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each record to a file as a line of JSON, chained to the line before. A thread of its own writes, behind a
 * bounded queue, so that a slow disk never holds a call. While the disk refuses, records are counted as dropped, or
 * kept and calls refused, as {@link AuditLog#onFull} says.
 */
public final class AuditFile implements AuditSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int QUEUE = 65_536;
    private static final int BATCH = 1_024;
    /** Calls that were let through before the queue became crowded find this much room for their records. */
    private static final int RESERVE = QUEUE / 4;
    /** How long the first record of a batch waits for company: to wake a thread for each costs more than to write it. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long IDLE_MILLIS = 200;
    private static final long CLOSE_MILLIS = 5_000;

    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean closing = new AtomicBoolean();
    /** Records that were lost, and of which the file does not say so yet. */
    private final AtomicLong lost = new AtomicLong();

    private final AuditLog log;
    private final Runnable onDrop;
    private final ChainedFile file;
    private final Thread writer;
    private volatile boolean writable;
    private boolean failing;

    private AuditFile(AuditLog log, Runnable onDrop, ChainedFile file) {
        this.log = log;
        this.onDrop = onDrop;
        this.file = file;
        this.writable = log.onFull() == OnFull.DROP || file.isOpen();
        this.writer = new Thread(this::run, "turnpike-audit");
        writer.setDaemon(true);
    }

    /**
     * Opens the file for appending, with its directories, and starts the writer.
     *
     * @param onDrop called for every record that is lost, on any thread
     * @throws IOException if the file cannot be opened
     */
    public static AuditFile open(AuditLog log, Runnable onDrop) throws IOException {
        return open(log, onDrop, RegularFile::open, InstantSource.system());
    }

    static AuditFile open(AuditLog log, Runnable onDrop, Output.Opening opening, InstantSource clock)
            throws IOException {
        AuditFile file = new AuditFile(log, onDrop, ChainedFile.open(log, opening, clock));
        file.writer.start();
        return file;
    }

    @Override
    public void accept(AuditRecord record) {
        accept(record, to -> to.write(record));
    }

    /** While the disk refuses, nobody waits for it: the record does. */
    @Override
    public void accept(AuditRecord record, Runnable kept) {
        Line line = to -> to.write(record);
        accept(record, line.awaitedBy(kept));
    }

    private void accept(AuditRecord record, Line line) {
        boolean refusal = record.decision() == Verdict.DENY || record.decision() == Verdict.ASK;
        if (refusal && !writable() && queue.remainingCapacity() < QUEUE / 2) {
            drop(); // what was refused yields to what ran
            line.settled();
        } else {
            add(line);
        }
    }

    @Override
    public void accept(ApprovalRecord record) {
        add(to -> to.write(record));
    }

    @Override
    public void accept(ApprovalRecord record, Runnable kept) {
        Line line = to -> to.write(record);
        add(line.awaitedBy(kept));
    }

    @Override
    public void accept(AdminRecord record) {
        add(to -> to.write(record));
    }

    @Override
    public void accept(ResetRecord record) {
        add(to -> to.write(record));
    }

    @Override
    public void accept(ResetRecord record, Runnable kept) {
        Line line = to -> to.write(record);
        add(line.awaitedBy(kept));
    }

    @Override
    public void accept(AdminRecord record, Runnable kept) {
        Line line = to -> to.write(record);
        add(line.awaitedBy(kept));
    }

    @Override
    public boolean writable() {
        return writable;
    }

    private void add(Line line) {
        if (closing.get() || !queue.offer(line)) {
            drop();
            line.settled();
        }
        if (log.onFull() == OnFull.REFUSE && queue.remainingCapacity() < RESERVE) {
            writable = false;
        }
    }

    private void drop() {
        lost.incrementAndGet();
        onDrop.run();
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
                if (first == null) {
                    tick();
                } else {
                    if (!closing.get() && !first.isAwaited()) {
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
            boolean written = write(batch);
            batch.forEach(Line::settled);
            while (!written && log.onFull() == OnFull.REFUSE && !closing.get()) {
                queue.forEach(Line::settled);
                LockSupport.parkNanos(RETRY_NANOS);
                written = write(batch);
            }
            if (failing) {
                batch.forEach(record -> drop());
            }
            batch.clear();
        } while (queue.size() >= BATCH);
    }

    private boolean write(List<Line> batch) {
        long missing = lost.getAndSet(0);
        try {
            int unwritable = file.append(batch, missing);
            succeeded();
            for (int record = 0; record < unwritable; record++) {
                drop();
            }
            return true;
        } catch (IOException | RuntimeException failure) {
            lost.addAndGet(missing);
            failed(failure);
            return false;
        }
    }

    private void tick() {
        try {
            if (file.tick()) {
                succeeded();
            }
        } catch (IOException | RuntimeException failure) {
            failed(failure);
        }
    }

    private void succeeded() {
        if (failing) {
            LOG.info("audit file {} can be written again", log.file());
        }
        failing = false;
        writable = log.onFull() == OnFull.DROP || queue.size() < QUEUE / 2;
    }

    private void failed(Exception failure) {
        if (!failing) {
            failing = true; // one line for each outage, not one for each record
            LOG.error("audit file {} cannot be written: {}", log.file(), failure.getMessage());
        }
        writable = log.onFull() == OnFull.DROP;
    }

    private void closeQuietly() {
        try {
            if (lost.get() > 0) {
                file.append(List.of(), lost.getAndSet(0));
            }
        } catch (IOException e) {
            LOG.error("audit file {} cannot be written: {}", log.file(), e.getMessage());
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.error("audit file {} cannot be closed: {}", log.file(), e.getMessage());
        }
    }
}
