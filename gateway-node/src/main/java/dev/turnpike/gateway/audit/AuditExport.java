package dev.turnpike.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.export.ExportedRecord;
import dev.turnpike.gateway.audit.export.Receiver;
import dev.turnpike.gateway.metrics.Meters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a copy of each record to a receiver, beside the file, which stays the evidence. A thread of its own sends, behind a
 * bounded queue: a receiver that is slow or down costs copies, which are counted, and nothing else.
 */
public final class AuditExport implements AuditSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditExport.class);
    private static final int QUEUE = 32_768;
    private static final int BATCH = 512;
    private static final int BUFFER_BYTES = 4 << 10;
    /** A batch that is refused so often is given up: it may be what is wrong. */
    private static final int MOST_TRIES = 8;

    private static final long IDLE_MILLIS = 200;
    private static final long CLOSE_MILLIS = 5_000;

    private final BlockingQueue<Waiting> queue;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Receiver receiver;
    private final String name;
    private final Pace pace;
    private final Meters meters;
    private final Thread sender;
    private final LineBuffer text = new LineBuffer(BUFFER_BYTES);
    private boolean failing;

    /**
     * A record that waits.
     *
     * @param form what is sent, from its JSON
     */
    private record Waiting(Line line, Function<String, ExportedRecord> form) {}

    /**
     * How fast it goes.
     *
     * @param gather how long the first record of a batch waits for company
     * @param pause before the second try; doubled with each further one
     * @param longest pause of all
     */
    record Pace(Duration gather, Duration pause, Duration longest) {
        static final Pace USUAL = new Pace(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    AuditExport(Receiver receiver, String name, Pace pace, int queue, Meters meters) {
        this.receiver = receiver;
        this.name = name;
        this.pace = pace;
        this.queue = new ArrayBlockingQueue<>(queue);
        this.meters = meters;
        this.sender = new Thread(this::run, "turnpike-audit-export");
        sender.setDaemon(true);
    }

    /**
     * Begins to send.
     *
     * @param name of the receiver, for people
     */
    public static AuditExport to(Receiver receiver, String name, Meters meters) {
        return started(new AuditExport(receiver, name, Pace.USUAL, QUEUE, meters));
    }

    static AuditExport started(AuditExport export) {
        export.sender.start();
        return export;
    }

    @Override
    public void accept(AuditRecord record) {
        add(new Waiting(to -> to.write(record), json -> exported(record, json)));
    }

    @Override
    public void accept(ApprovalRecord record) {
        Map<String, String> labels = Map.of(
                "grant", record.grant(),
                "server", record.server(),
                "tool", record.tool(),
                "approval", record.approval(),
                "step", record.kind());
        add(new Waiting(
                to -> to.write(record),
                json -> new ExportedRecord(record.time(), "approval", /* refused= */ false, labels, json)));
    }

    @Override
    public void accept(AdminRecord record) {
        Map<String, String> labels = Map.of("operator", record.operator(), "action", record.action());
        add(new Waiting(
                to -> to.write(record),
                json -> new ExportedRecord(record.time(), "admin", /* refused= */ false, labels, json)));
    }

    @Override
    public void accept(ResetRecord record) {
        Map<String, String> labels = Map.of("operator", record.operator(), "action", "reset");
        add(new Waiting(
                to -> to.write(record),
                json -> new ExportedRecord(record.time(), "admin", /* refused= */ false, labels, json)));
    }

    private static ExportedRecord exported(AuditRecord record, String json) {
        Map<String, String> labels = new HashMap<>();
        labels.put("grant", record.grant());
        labels.put("server", record.server());
        labels.put("tool", record.tool());
        labels.put("decision", record.decision().name().toLowerCase(Locale.ROOT));
        record.code().ifPresent(code -> labels.put("code", code));
        record.rule().ifPresent(rule -> labels.put("rule", rule));
        record.traceId().ifPresent(trace -> labels.put("trace_id", trace));
        boolean refused = record.decision() == Verdict.DENY || record.decision() == Verdict.WOULD_DENY;
        return new ExportedRecord(record.time(), "decision", refused, labels, json);
    }

    private void add(Waiting record) {
        if (closing.get() || !queue.offer(record)) {
            meters.auditExportDropped(1);
        }
    }

    /** Sends what is queued, for at most five seconds. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        LockSupport.unpark(sender);
        try {
            sender.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (sender.isAlive()) {
            sender.interrupt();
        }
        receiver.close();
        List<Waiting> left = new ArrayList<>();
        queue.drainTo(left);
        meters.auditExportDropped(left.size());
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        try {
            while (!closing.get() || !queue.isEmpty()) {
                Waiting first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    rest(pace.gather());
                    queue.drainTo(batch, BATCH - 1);
                    send(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Waiting> batch) {
        List<ExportedRecord> records = written(batch);
        Duration pause = pace.pause();
        for (int tries = 1; !records.isEmpty(); tries++) {
            try {
                receiver.take(records);
                meters.auditExported(records.size());
                succeeded();
                return;
            } catch (IOException | RuntimeException failure) {
                failed(failure);
            }
            if (tries == MOST_TRIES || closing.get()) {
                meters.auditExportDropped(records.size());
                return;
            }
            rest(pause);
            pause = pause.multipliedBy(2).compareTo(pace.longest()) < 0 ? pause.multipliedBy(2) : pace.longest();
        }
    }

    /** Until the time is over, or the node stops. */
    private void rest(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !closing.get(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private List<ExportedRecord> written(List<Waiting> batch) {
        List<ExportedRecord> records = new ArrayList<>(batch.size());
        for (Waiting each : batch) {
            try (JsonLines lines = new JsonLines(text)) {
                text.reset();
                each.line().writeTo(lines);
                lines.flush();
                records.add(each.form().apply(text.toString(UTF_8)));
            } catch (IOException | RuntimeException unwritable) {
                LOG.error("an audit record cannot be exported: {}", unwritable.toString());
                meters.auditExportDropped(1);
            }
        }
        return records;
    }

    private void succeeded() {
        if (failing) {
            LOG.info("audit records go to {} again", name);
        }
        failing = false;
    }

    private void failed(Exception failure) {
        if (!failing) {
            failing = true; // one line for each outage
            LOG.warn("audit records cannot be sent to {}: {}", name, failure.getMessage());
        }
    }
}
